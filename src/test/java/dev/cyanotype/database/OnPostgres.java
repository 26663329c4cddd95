package dev.cyanotype.database;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/// The service on a real PostgreSQL, with a database of its own.
public final class OnPostgres implements QuarkusTestProfile {

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(TestingPostgres.class));
  }
}
