package com.ayvlo.metrics.testkit;

/** What everything that remembers the answers to keyed requests promises, for 24 hours. */
public interface KeyedAnswersContract extends KeyedAnswersFindContract, KeyedAnswersRoomContract {}
