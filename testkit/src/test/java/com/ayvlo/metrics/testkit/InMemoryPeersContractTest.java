package com.ayvlo.metrics.testkit;

import com.ayvlo.metrics.domain.journal.Peers;
import com.ayvlo.metrics.domain.storage.NodeId;

class InMemoryPeersContractTest implements PeersContract {
    private final MutableClock clock = MutableClock.at(TestMetric.START);
    private final InMemoryPeers.Place place = new InMemoryPeers.Place(clock);
    private final Peers one = new InMemoryPeers(place, NodeId.random());
    private final Peers two = new InMemoryPeers(place, NodeId.random());

    @Override
    public Peers one() {
        return one;
    }

    @Override
    public Peers two() {
        return two;
    }

    @Override
    public void fallSilent() {
        clock.advance(Peers.SILENT_AFTER);
    }

    @Override
    public void fallIntoOblivion() {
        clock.advance(Peers.FORGOTTEN_AFTER);
    }
}
