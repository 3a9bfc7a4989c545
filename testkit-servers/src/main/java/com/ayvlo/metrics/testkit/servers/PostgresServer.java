package com.ayvlo.metrics.testkit.servers;

import org.testcontainers.containers.GenericContainer;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;

/**
 * A real PostgreSQL for tests. {@link #shared} is the one that {@code TEST_POSTGRES_URL} names
 * ({@code postgresql://user:password@host:port/database}; the user may make databases), else one in
 * a container where there is Docker, else PostgreSQL's own program; without any of them the test is
 * aborted, or fails where {@code CI} is set.
 *
 * <p>Safe for concurrent use, except for the methods that harm it.
 */
public final class PostgresServer extends HarmableServer {
    private static final String VARIABLE = "TEST_POSTGRES_URL";
    private static final String IMAGE = "postgres:18-alpine";
    private static final int INSIDE = 5432;
    private static final String TIMEOUT_SECONDS = "60"; // a test fails rather than hang
    private static final String FIRST_DATABASE = "postgres";

    /** With all that a URL, a property file or a shell would stumble over. */
    private static final String PASSWORD = "se cret:/?#@&=%41'\"\\";

    private static final System.Logger LOG = System.getLogger(PostgresServer.class.getName());
    private static final Once<PostgresServer> SHARED = new Once<>(PostgresServer::findOrStart);

    private final Login login;

    private PostgresServer(ServerLife life, Login login) {
        super(life);
        this.login = login;
    }

    private record Login(String user, String password, String database) {
        static final Login OURS = new Login("metrics", PASSWORD, FIRST_DATABASE);
    }

    /** The server that all tests of this JVM share, each with databases of its own. */
    public static PostgresServer shared() {
        return SHARED.get();
    }

    /** A server that the test alone has, to harm and to close. */
    public static PostgresServer own() {
        PostgresServer server = new PostgresServer(startLife(), Login.OURS);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static PostgresServer findOrStart() {
        String url = System.getenv(VARIABLE);
        return url == null || url.isEmpty() ? own() : given(url);
    }

    static PostgresServer given(String url) {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        int port = uri.getPort() < 0 ? INSIDE : uri.getPort();
        return new PostgresServer(
                new GivenServer(uri.getHost(), port),
                new Login(user[0], user[1], uri.getPath().substring(1)));
    }

    private static ServerLife startLife() {
        if (Docker.isAvailable()) {
            try {
                return ContainerLife.launch(container(), INSIDE, PostgresServer::answers);
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.WARNING, "no container of " + IMAGE, failure);
            }
        }
        try {
            return PostgresProgram.launch(Login.OURS.user(), Login.OURS.password());
        } catch (RuntimeException | ExceptionInInitializerError failure) {
            LOG.log(System.Logger.Level.WARNING, "no program of PostgreSQL", failure);
            throw MissingServer.abort(
                    "PostgreSQL",
                    "start Docker, or set %s, or as root: apt-get install util-linux"
                            .formatted(VARIABLE));
        }
    }

    private static GenericContainer<?> container() {
        return new GenericContainer<>(IMAGE)
                .withEnv("POSTGRES_USER", Login.OURS.user())
                .withEnv("POSTGRES_PASSWORD", Login.OURS.password())
                .withEnv("POSTGRES_DB", FIRST_DATABASE)
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
    }

    private static boolean answers(String host, int port) {
        PostgresServer server = new PostgresServer(new GivenServer(host, port), Login.OURS);
        try (Connection connection = server.connect(FIRST_DATABASE)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Who may make databases, and owns them. */
    public String user() {
        return login.user();
    }

    /** What this user logs in with. */
    public String password() {
        return login.password();
    }

    /** The name of a new, empty database. */
    public String freshDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = connect(login.database());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return name;
        } catch (SQLException failure) {
            throw new IllegalStateException("no database could be made", failure);
        }
    }

    /** A connection of the test's own. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database), properties);
    }
}
