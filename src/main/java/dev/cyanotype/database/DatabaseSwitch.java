package dev.cyanotype.database;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Chooses between the two databases that the service is built with: H2 in a file, or PostgreSQL
/// where there is an address of one. Which kinds there are is fixed when it is built, which one is
/// used when it starts.
public class DatabaseSwitch implements ConfigSourceFactory {

  static final String DATA_DIR = "cyanotype.data-dir";

  /// H2's, in that folder and without its ending.
  static final String FILE = "cyanotype";

  /// The file is closed with its last connection, which the pool keeps to its end: H2's own hook
  /// would close it under requests that are still served when the service goes down. What was
  /// replaced stays in it for 45 s, H2's own RETENTION_TIME, so it grows with every change of that
  /// time; with 3 s, changes that were confirmed were lost when the disk was full.
  private static final String H2_SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
          + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000;TRACE_LEVEL_FILE=0;MAX_COMPACT_TIME=0";

  private static final String CONFIG = "cyanotype.database.";
  private static final String H2 = "quarkus.datasource.h2.";
  private static final String POSTGRESQL = "quarkus.datasource.postgresql.";

  /// Under everything that people set, over the defaults.
  private static final int ORDINAL = 50;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> settings = new HashMap<>();
    boolean enabled = value(context, CONFIG + "enabled").map(Boolean::valueOf).orElse(true);
    Optional<DatabaseUrl> server = value(context, CONFIG + "url").flatMap(DatabaseSwitch::readable);
    settings.put(H2 + "active", String.valueOf(enabled && server.isEmpty()));
    settings.put(POSTGRESQL + "active", String.valueOf(enabled && server.isPresent()));
    settings.put(H2 + "jdbc.url", "jdbc:h2:file:" + file(context) + H2_SETTINGS);
    settings.put(POSTGRESQL + "jdbc.url", server.map(DatabaseUrl::jdbc).orElse("jdbc:postgresql:"));
    value(context, CONFIG + "username")
        .or(() -> value(context, CONFIG + "user"))
        .or(() -> server.flatMap(DatabaseUrl::username))
        .ifPresent(username -> settings.put(POSTGRESQL + "username", username));
    value(context, CONFIG + "password")
        .or(() -> server.flatMap(DatabaseUrl::password))
        .ifPresent(password -> settings.put(POSTGRESQL + "password", escaped(password)));
    return List.of(new PropertiesConfigSource(settings, "DatabaseSwitch", ORDINAL));
  }

  /// One that is not is refused by [Database], at a time when it can be told.
  private static Optional<DatabaseUrl> readable(String url) {
    try {
      return Optional.of(DatabaseUrl.of(url));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Path file(ConfigSourceContext context) {
    return folder(value(context, DATA_DIR).orElse("data")).resolve(FILE);
  }

  static Path folder(String dataDir) {
    return Path.of(dataDir).toAbsolutePath().normalize();
  }

  /// What configuration would take for an expression.
  private static String escaped(String text) {
    return text.replace("$", "\\$");
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    return Optional.ofNullable(context.getValue(name))
        .map(ConfigValue::getValue)
        .filter(text -> !text.isBlank());
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
