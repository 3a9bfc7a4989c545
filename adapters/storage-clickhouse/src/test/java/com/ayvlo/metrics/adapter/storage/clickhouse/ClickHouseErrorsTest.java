package com.ayvlo.metrics.adapter.storage.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.ayvlo.metrics.domain.storage.StorageException;
import com.clickhouse.client.api.ServerException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

class ClickHouseErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "159, TimedOut, TimedOut",
        "394, TimedOut, TimedOut",
        "241, Overloaded, OutcomeUnknown",
        "243, Overloaded, OutcomeUnknown",
        "252, Overloaded, Overloaded",
        "202, Overloaded, Overloaded",
        "201, Overloaded, Overloaded",
        "516, Unavailable, Unavailable",
        "194, Unavailable, Unavailable",
        "497, Unavailable, Unavailable",
        "164, Unavailable, Unavailable",
        "242, Unavailable, Unavailable",
        "774, Unavailable, Unavailable",
        "720, Unavailable, Unavailable",
        "291, Unavailable, Unavailable",
        "762, Overloaded, Overloaded",
        "778, Overloaded, OutcomeUnknown",
        "75, Unavailable, OutcomeUnknown",
        "499, Unavailable, OutcomeUnknown",
        "60, Unavailable, Unavailable",
        "81, Unavailable, Unavailable",
        "210, Unavailable, OutcomeUnknown",
        "319, Unavailable, OutcomeUnknown",
        "999, Unavailable, OutcomeUnknown",
        "279, Unavailable, Unavailable",
        "341, Unavailable, Unavailable",
        "369, Unavailable, Unavailable",
        "392, Unavailable, Unavailable",
        "701, Unavailable, Unavailable",
        "246, Corrupt, OutcomeUnknown",
        "36, Unsupported, Unsupported",
        "62, Unsupported, Unsupported"
    })
    void aCodeHasAMeaning(int code, String ofQuestion, String ofChange) {
        Throwable failure =
                new ExecutionException(new ServerException(code, "SELECT secret", 500, "id"));

        assertThat(ClickHouseErrors.ofQuestion(failure).getClass().getSimpleName())
                .isEqualTo(ofQuestion);
        assertThat(ClickHouseErrors.ofChange(failure).getClass().getSimpleName())
                .isEqualTo(ofChange);
        assertThat(ClickHouseErrors.ofQuestion(failure).getMessage()).doesNotContain("secret");
        assertThat(ClickHouseErrors.ofChange(failure).getMessage()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "279, OutcomeUnknown",
        "252, OutcomeUnknown",
        "497, OutcomeUnknown",
        "210, OutcomeUnknown",
        "159, TimedOut",
        "36, Unsupported"
    })
    void whatOneServerRefusesOthersMayHaveKept(int code, String meaning) {
        Throwable failure =
                new ExecutionException(new ServerException(code, "SELECT secret", 500, "id"));

        assertThat(ClickHouseErrors.ofChangeInParts(failure).getClass().getSimpleName())
                .isEqualTo(meaning);
        assertThat(ClickHouseErrors.ofChangeInParts(failure).getMessage()).doesNotContain("secret");
    }

    static Stream<Exception> unreached() {
        return Stream.of(new ConnectException("refused"), new UnknownHostException("nobody"));
    }

    @ParameterizedTest
    @MethodSource("unreached")
    void nothingHasHappenedOnAServerThatWasNotReached(Exception failure) {
        Throwable seen = new ExecutionException(failure);

        assertThat(ClickHouseErrors.ofQuestion(seen))
                .isInstanceOf(StorageException.Unavailable.class);
        assertThat(ClickHouseErrors.ofChange(seen))
                .isInstanceOf(StorageException.Unavailable.class);
        assertThat(ClickHouseErrors.ofChangeInParts(seen))
                .isInstanceOf(StorageException.Unavailable.class);
    }

    static Stream<Exception> lost() {
        return Stream.of(new SocketException("reset"), new SocketTimeoutException("read"));
    }

    @ParameterizedTest
    @MethodSource("lost")
    void aChangeWhoseAnswerIsLostMayHaveHappened(Exception failure) {
        assertThat(ClickHouseErrors.ofChange(new ExecutionException(failure)))
                .isInstanceOf(StorageException.OutcomeUnknown.class);
    }
}
