package dev.cyanotype.blueprint.store;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.IdempotencyTable.Use;
import dev.cyanotype.database.Column;
import dev.cyanotype.database.Database;
import dev.cyanotype.database.Select;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.request.Paging;
import dev.cyanotype.request.Paging.Page;
import dev.cyanotype.security.Caller;
import dev.cyanotype.trail.AuditTrail;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// Blueprints that are kept, with every state that they were in. Each change is a transaction with
/// its entry in the [AuditTrail]. All methods block.
@ApplicationScoped
public class BlueprintStore {

  /// @param replayed true where the same request had been answered before
  record Created(StoredBlueprint stored, boolean replayed) {}

  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration BETWEEN_CLEANING = Duration.ofHours(1);
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /// SQLSTATE of a row that others refer to.
  private static final String REFERRED_TO = "23503";

  private final Database database;
  private final AuditTrail trail;
  private final List<DeletionGuard> guards;
  private final AtomicReference<Instant> cleaned = new AtomicReference<>(Instant.EPOCH);

  BlueprintStore(Database database, AuditTrail trail, @All List<DeletionGuard> guards) {
    this.database = database;
    this.trail = trail;
    this.guards = guards;
  }

  /// The latest version.
  public Optional<StoredBlueprint> find(String id) {
    return isId(id)
        ? database.read(connection -> BlueprintTable.latest(connection, id))
        : Optional.empty();
  }

  public Optional<StoredBlueprint> find(String id, int version) {
    return isId(id)
        ? database.read(connection -> BlueprintTable.version(connection, id, version))
        : Optional.empty();
  }

  /// The latest version.
  ///
  /// @throws ProblemException 404 where there is none
  public StoredBlueprint get(String id) {
    return find(id).orElseThrow(BlueprintStore::unknown);
  }

  /// @throws ProblemException 404 where there is none
  public StoredBlueprint get(String id, int version) {
    return find(id, version).orElseThrow(BlueprintStore::unknown);
  }

  static ProblemException unknown() {
    return ProblemException.notFound(
        "There is no blueprint of this id, or no such version of it;"
            + " GET /api/v1/blueprints lists those there are.");
  }

  private static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /// Last changed first.
  Page<BlueprintSummary> list(BlueprintFilter filter, Paging paging) {
    return database.read(
        connection ->
            BlueprintTable.filtered(filter)
                .page(connection, "updated_at DESC, id", paging, BlueprintTable::summary));
  }

  /// Newest first.
  ///
  /// @throws ProblemException 404 where there is no such blueprint
  Page<VersionSummary> versions(String id, Paging paging) {
    requireId(id);
    Page<VersionSummary> versions =
        database.read(
            connection ->
                new Select(BlueprintTable.VERSIONS)
                    .where("blueprint_id = ?", id)
                    .page(connection, "version DESC", paging, BlueprintTable::versionSummary));
    if (versions.total() == 0) {
      throw unknown();
    }
    return versions;
  }

  /// Stores a blueprint under a new id.
  public StoredBlueprint create(Blueprint blueprint, Caller caller) {
    StoredBlueprint stored = first(blueprint, caller);
    return database.transaction(connection -> inserted(connection, stored, caller));
  }

  private static StoredBlueprint first(Blueprint blueprint, Caller caller) {
    Instant now = Column.now();
    Blueprint asStored = Documents.read(Documents.write(blueprint));
    return new StoredBlueprint(UUID.randomUUID().toString(), 1, now, now, caller.id(), asStored);
  }

  private StoredBlueprint inserted(Connection connection, StoredBlueprint stored, Caller caller)
      throws SQLException {
    BlueprintTable.insert(connection, stored);
    tell(connection, caller, "create", stored.id(), stored.blueprint().name());
    return stored;
  }

  /// Stores a blueprint unless the same caller has done so with the same key in the last 24 hours.
  /// Of two such requests at the same time, one waits for the other.
  ///
  /// @throws ProblemException 422 where the key was used with another body, 409 where what it
  ///     stored is deleted
  Created create(Blueprint blueprint, Caller caller, IdempotencyKey key) {
    forgetOldKeys();
    StoredBlueprint stored = first(blueprint, caller);
    Use use = new Use(Documents.digest(Documents.write(stored.blueprint())), stored.id());
    return database.transaction(
        connection ->
            IdempotencyTable.take(connection, caller, key, use)
                ? new Created(inserted(connection, stored, caller), false)
                : replayed(connection, IdempotencyTable.use(connection, caller, key), use));
  }

  private static Created replayed(Connection connection, Use earlier, Use use) throws SQLException {
    if (!earlier.bodyDigest().equals(use.bodyDigest())) {
      throw ProblemException.unprocessable(
          IdempotencyKey.HEADER + " was used for another body; take a new key for a new request.");
    }
    return BlueprintTable.version(connection, earlier.blueprintId(), 1)
        .map(stored -> new Created(stored, true))
        .orElseThrow(
            () ->
                ProblemException.conflict(
                    "The blueprint that was stored with this "
                        + IdempotencyKey.HEADER
                        + " has been deleted; take a new key to store it again."));
  }

  private void forgetOldKeys() {
    Instant now = Instant.now();
    Instant last = cleaned.get();
    if (last.plus(BETWEEN_CLEANING).isBefore(now) && cleaned.compareAndSet(last, now)) {
      database.transaction(
          connection -> {
            IdempotencyTable.forget(connection, now.minus(KEPT));
            return null;
          });
    }
  }

  /// Stores a new version, or nothing where the blueprint is equal to the latest one.
  ///
  /// @param allowed which version has to be the latest one; empty for any
  /// @throws ProblemException 404, or 412 where another version is the latest
  StoredBlueprint update(
      String id, Blueprint blueprint, Optional<Versions> allowed, Caller caller) {
    requireId(id);
    Blueprint wanted = Documents.read(Documents.write(blueprint));
    return database.transaction(
        connection -> {
          lock(connection, id, allowed);
          StoredBlueprint latest = BlueprintTable.latest(connection, id).orElseThrow();
          return latest.blueprint().equals(wanted)
              ? latest
              : updated(connection, latest, wanted, caller);
        });
  }

  private StoredBlueprint updated(
      Connection connection, StoredBlueprint latest, Blueprint wanted, Caller caller)
      throws SQLException {
    StoredBlueprint next =
        new StoredBlueprint(
            latest.id(),
            latest.version() + 1,
            latest.createdAt(),
            Column.now(),
            caller.id(),
            wanted);
    BlueprintTable.update(connection, next);
    tell(connection, caller, "update", next.id(), "version " + next.version());
    return next;
  }

  /// Deletes a blueprint with all its versions.
  ///
  /// @param allowed as in [#update]
  /// @throws ProblemException 404, 412, or 409 where it is still needed
  void delete(String id, Optional<Versions> allowed, Caller caller) {
    StoredBlueprint stored = get(id);
    guards.stream()
        .flatMap(guard -> guard.whyNot(id).stream())
        .findFirst()
        .ifPresent(
            reason -> {
              throw ProblemException.conflict(reason);
            });
    database.transaction(
        connection -> {
          lock(connection, id, allowed);
          deleteRow(connection, id);
          tell(connection, caller, "delete", id, stored.blueprint().name());
          return null;
        });
  }

  private static void deleteRow(Connection connection, String id) throws SQLException {
    try {
      BlueprintTable.delete(connection, id);
    } catch (SQLException e) {
      if (REFERRED_TO.equals(e.getSQLState())) {
        throw ProblemException.conflict("Something that is deployed still needs the blueprint.");
      }
      throw e;
    }
  }

  private static void lock(Connection connection, String id, Optional<Versions> allowed)
      throws SQLException {
    int latest = BlueprintTable.lock(connection, id).orElseThrow(BlueprintStore::unknown);
    if (allowed.isPresent() && !allowed.get().matches(latest)) {
      throw ProblemException.preconditionFailed(
          "The latest version is %d, with the ETag %s; get it and apply your change to it."
              .formatted(latest, Versions.tag(latest)));
    }
  }

  private static void requireId(String id) {
    if (!isId(id)) {
      throw unknown();
    }
  }

  private void tell(Connection connection, Caller caller, String what, String id, String detail)
      throws SQLException {
    trail.record(
        connection, caller, "blueprint." + what, "blueprint/" + id, AuditTrail.DONE, detail);
  }
}
