package dev.cyanotype.blueprint.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.store.IdempotencyTable.Use;
import dev.cyanotype.database.Database;
import dev.cyanotype.security.Caller;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyTableTest {

  private static final Caller CALLER = new Caller("somebody");
  private static final IdempotencyKey KEY = new IdempotencyKey("monday");
  private static final Use USE = new Use("digest", "blueprint");
  private static final Duration HOUR = Duration.ofHours(1);

  @Inject Database database;

  private boolean take() {
    return database.transaction(connection -> IdempotencyTable.take(connection, CALLER, KEY, USE));
  }

  private void forget(Instant before) {
    database.transaction(
        connection -> {
          IdempotencyTable.forget(connection, before);
          return null;
        });
  }

  @Test
  void oldKeysCanBeTakenAgain() {
    assertThat(take()).isTrue();

    forget(Instant.now().minus(HOUR));
    assertThat(take()).isFalse();

    forget(Instant.now().plus(HOUR));
    assertThat(take()).isTrue();
  }
}
