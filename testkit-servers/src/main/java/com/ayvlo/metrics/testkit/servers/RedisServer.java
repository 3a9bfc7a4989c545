package com.ayvlo.metrics.testkit.servers;

import org.testcontainers.containers.GenericContainer;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Redis for tests. {@link #shared} is the one that {@code TEST_REDIS_URL} names ({@code
 * redis://:password@host:port}), else one in a container where there is Docker, else Redis' own
 * program; without any of them the test is aborted, or fails where {@code CI} is set.
 *
 * <p>Safe for concurrent use, except for the methods that harm it.
 */
public final class RedisServer extends HarmableServer {
    static final int DATABASES = 10_000;

    private static final String VARIABLE = "TEST_REDIS_URL";
    private static final String IMAGE = "redis:8-alpine";
    private static final int INSIDE = 6379;
    private static final String NOBODYS = "nobody's password";
    private static final System.Logger LOG = System.getLogger(RedisServer.class.getName());
    private static final Once<RedisServer> SHARED = new Once<>(RedisServer::findOrStart);

    private final String password;
    private final AtomicInteger lastDatabase = new AtomicInteger();

    private RedisServer(ServerLife life, String password) {
        super(life);
        this.password = password;
    }

    /** The server that all tests of this JVM share, each in a database of its own. */
    public static RedisServer shared() {
        return SHARED.get();
    }

    /** A server that the test alone has, to harm and to close. */
    public static RedisServer own() {
        RedisServer server = new RedisServer(startLife(), "");
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static RedisServer findOrStart() {
        String url = System.getenv(VARIABLE);
        return url == null || url.isEmpty() ? own() : given(url);
    }

    static RedisServer given(String url) {
        URI uri = URI.create(url);
        String user = uri.getUserInfo() == null ? ":" : uri.getUserInfo();
        int port = uri.getPort() < 0 ? INSIDE : uri.getPort();
        return new RedisServer(
                new GivenServer(uri.getHost(), port), user.substring(user.indexOf(':') + 1));
    }

    private static ServerLife startLife() {
        if (Docker.isAvailable()) {
            try {
                return ContainerLife.launch(container(), INSIDE, RedisServer::answers);
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.WARNING, "no container of " + IMAGE, failure);
            }
        }
        try {
            return RedisProgram.launch();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "no program of Redis", failure);
            throw MissingServer.abort(
                    "Redis", "apt-get install redis-server, start Docker, or set " + VARIABLE);
        }
    }

    private static GenericContainer<?> container() {
        return new GenericContainer<>(IMAGE)
                .withCommand(
                        "redis-server", "--save", "", "--databases", Integer.toString(DATABASES));
    }

    private static boolean answers(String host, int port) {
        try (Jedis connection = new Jedis(host, port)) {
            return "PONG".equals(connection.ping());
        } catch (JedisException notYet) {
            return false;
        }
    }

    /** What it asks for, or empty. */
    public String password() {
        return password;
    }

    /** The number of a database that nobody uses. */
    public int freshDatabase() {
        while (true) {
            int database = lastDatabase.incrementAndGet();
            try (Jedis connection = connect(database)) {
                if (connection.dbSize() == 0) {
                    return database;
                }
            }
        }
    }

    /** A connection of the test's own. */
    public Jedis connect(int database) {
        return connect(database, password);
    }

    private Jedis connect(int database, String with) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder();
        if (!with.isEmpty()) {
            config.password(with);
        }
        return new Jedis(new HostAndPort(host(), port()), config.database(database).build());
    }

    /** Takes the room for more from it, or gives it back. */
    public void full(boolean isFull) {
        try (Jedis connection = connect(0)) {
            connection.configSet("maxmemory", isFull ? "1" : "0");
        }
    }

    /** Lets it be read only, as a replica, or written again. */
    public void readOnly(boolean isReadOnly) {
        try (Jedis connection = connect(0)) {
            if (isReadOnly) {
                connection.replicaof(Loopback.HOST, 1); // nobody is there
            } else {
                connection.replicaofNoOne();
            }
        }
    }

    /** Makes it hang up and ask for a password that nobody has, or for the right one again. */
    public void refusing(boolean isRefusing) {
        try (Jedis connection = connect(0, isRefusing ? password : NOBODYS)) {
            connection.configSet("requirepass", isRefusing ? NOBODYS : password);
            connection.clientKill(
                    ClientKillParams.clientKillParams().skipMe(ClientKillParams.SkipMe.YES));
        }
    }
}
