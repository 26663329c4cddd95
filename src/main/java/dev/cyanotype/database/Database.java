package dev.cyanotype.database;

import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.RequestId;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.flywaydb.core.Flyway;

/// What has to survive a restart: H2 in a file, or PostgreSQL where one is configured. Its tables
/// are brought up to date when the service starts (`db/migration`).
@ApplicationScoped
public class Database {

  /// What is done with a connection within a transaction.
  @FunctionalInterface
  public interface Work<T> {

    /// @param connection not to be committed, closed or kept
    T run(Connection connection) throws SQLException;
  }

  private static final Duration TO_OPEN = Duration.ofMinutes(1);
  private static final ScopedValue<Boolean> WITHIN = ScopedValue.newInstance();

  private final DatabaseConfig config;
  private final Path folder;
  private final InjectableInstance<AgroalDataSource> pools;
  private final InjectableInstance<Flyway> migrations;
  private final Checkpoints checkpoints = new Checkpoints(H2File::checkpoint);
  private final DiskSpace diskSpace;
  private final DiskWrites diskWrites = new DiskWrites(this::connect);

  Database(
      DatabaseConfig config,
      DataConfig data,
      @Any InjectableInstance<AgroalDataSource> pools,
      @Any InjectableInstance<Flyway> migrations) {
    this.config = config;
    this.folder = DatabaseSwitch.folder(data.dataDir());
    this.diskSpace = new DiskSpace(folder, config.minFreeSpace().asLongValue());
    this.pools = pools;
    this.migrations = migrations;
  }

  /// Before anything else that starts, which may want to read.
  void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    if (!isEnabled()) {
      return;
    }
    Optional<DatabaseUrl> server = server();
    if (server.isEmpty()) {
      makeFolder();
    }
    try {
      open();
      migrations.getActive().migrate();
    } catch (SQLException | RuntimeException e) {
      throw new ConfigurationException(StartProblem.of(e, server, folder));
    }
  }

  /// With more patience than a request has: a file that was left open is repaired first.
  private void open() throws SQLException {
    Instant end = Instant.now().plus(TO_OPEN);
    while (true) {
      try (Connection _ = pools.getActive().getConnection()) {
        return;
      } catch (SQLException e) {
        if (!isWait(e) || Instant.now().isAfter(end)) {
          throw e;
        }
      }
    }
  }

  /// The pool's own, of a connection that is being made.
  private static boolean isWait(SQLException failure) {
    return failure.getSQLState() == null
        && String.valueOf(failure.getMessage())
            .toLowerCase(Locale.ROOT)
            .contains("acquisition timeout");
  }

  private Optional<DatabaseUrl> server() {
    try {
      return config.url().map(DatabaseUrl::of);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage());
    }
  }

  private void makeFolder() {
    if (folder.toString().contains(";")) {
      throw new ConfigurationException(
          DatabaseSwitch.DATA_DIR + " must be a folder without ';' in its name");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConfigurationException(
          "the folder %s for the database cannot be made (%s); set CYANOTYPE_DATA_DIR"
              .formatted(folder, e.getClass().getSimpleName()));
    }
  }

  /// False in the commands of the client, which have no data of their own: [#transaction] is not to
  /// be called there.
  public boolean isEnabled() {
    return config.enabled();
  }

  /// Runs `work` in a transaction of its own, at the isolation READ COMMITTED, and commits it where
  /// it returns; whatever it throws rolls everything back. Waits for the database, at most 5 s for
  /// one of its 10 connections, and is never tried again by itself. Transactions are not nested.
  ///
  /// `work` runs on a virtual thread of its own that nobody interrupts: an interrupt in the middle
  /// of writing would close H2's file for everybody.
  ///
  /// @throws ProblemException 503 where the database cannot be reached, has no connection free, or
  ///     gave the transaction up for another one
  public <T> T transaction(Work<T> work) {
    if (keepsFile()) {
      diskSpace.require();
    }
    return apart(work, this::commit);
  }

  /// Runs `work` as [#transaction] does, for what it reads alone: whatever it changes is undone. It
  /// may read what another transaction has committed a moment before that one is written out.
  public <T> T read(Work<T> work) {
    return apart(work, Connection::rollback);
  }

  /// H2's; PostgreSQL has its own.
  private boolean keepsFile() {
    return config.url().isEmpty();
  }

  /// How a transaction ends whose work is done.
  @FunctionalInterface
  private interface End {
    void of(Connection connection) throws SQLException;
  }

  private <T> T apart(Work<T> work, End end) {
    if (!isEnabled()) {
      throw new IllegalStateException("There is no database in a client");
    }
    if (WITHIN.isBound()) {
      throw new IllegalStateException("A transaction is open already");
    }
    Optional<String> request = RequestId.current();
    FutureTask<T> task =
        new FutureTask<>(() -> ScopedValue.where(WITHIN, true).call(() -> run(work, end, request)));
    Thread.ofVirtual().name("transaction").start(task);
    return result(task);
  }

  private <T> T run(Work<T> work, End end, Optional<String> requestId) throws SQLException {
    requestId.ifPresent(RequestId::carry);
    requireFile();
    try (Connection connection = connect()) {
      begin(connection);
      try {
        T result = work.run(connection);
        H2File.requireOpen(connection);
        end.of(connection);
        return result;
      } catch (Throwable e) {
        giveUp(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      forgetClosed(e);
      throw e;
    }
  }

  /// Past the pool, which would commit whatever is open when it gets the connection back.
  private static void begin(Connection connection) throws SQLException {
    connection.unwrap(Connection.class).setAutoCommit(false);
  }

  /// What fails to write, on a full disk for one, closes H2's database for good; connections that
  /// are opened from then on open it again, so those to the closed one must not stay in the pool.
  private void forgetClosed(SQLException failure) {
    if (Failures.isClosed(failure)) {
      pools.getActive().flush(FlushMode.GRACEFUL);
    }
  }

  /// H2 goes on writing to a file that was removed, and what it confirms would be lost.
  private void requireFile() {
    if (keepsFile() && !Files.exists(folder.resolve(DatabaseSwitch.FILE + ".mv.db"))) {
      throw Failures.removed(folder);
    }
  }

  private Connection connect() {
    try {
      return pools.getActive().getConnection();
    } catch (SQLException e) {
      throw Failures.unreachable(e);
    }
  }

  /// PostgreSQL has written out what it has committed. H2 has not.
  private void commit(Connection connection) throws SQLException {
    connection.commit();
    if (keepsFile()) {
      checkpoints.await(connection);
      diskWrites.expect();
    }
  }

  /// @throws ProblemException 503 where it failed because H2 has closed its file
  private void giveUp(Connection connection, Throwable reason) {
    try {
      if (H2File.abandon(connection)) {
        pools.getActive().flush(FlushMode.GRACEFUL);
        throw Failures.unreachable(reason);
      }
      connection.rollback();
    } catch (SQLException e) {
      pools.getActive().flush(FlushMode.GRACEFUL);
      reason.addSuppressed(e);
    }
  }

  private static <T> T result(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw Failures.of(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
