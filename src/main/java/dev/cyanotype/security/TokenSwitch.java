package dev.cyanotype.security;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Turns the checking of tokens on where there is an issuer: `cyanotype.oidc.issuer`, or Quarkus'
/// setting of it. Without one nothing of it is made, and nobody is asked.
public class TokenSwitch implements ConfigSourceFactory {

  private static final String ENABLED = "quarkus.oidc.tenant-enabled";
  private static final String ISSUER = "quarkus.oidc.auth-server-url";
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "cyanotype.oidc.issuer",
          ISSUER,
          "cyanotype.oidc.audience",
          "quarkus.oidc.token.audience");

  /// Under everything that people set, over the defaults.
  private static final int ORDINAL = 50;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> settings = new HashMap<>();
    OTHER_NAMES.forEach(
        (ours, theirs) -> {
          String value = value(context, ours);
          if (value != null) {
            settings.put(theirs, value);
          }
        });
    boolean wanted = settings.containsKey(ISSUER) || value(context, ISSUER) != null;
    settings.put(ENABLED, String.valueOf(wanted));
    return List.of(new PropertiesConfigSource(settings, "TokenSwitch", ORDINAL));
  }

  private static String value(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    boolean said = value != null && value.getValue() != null && !value.getValue().isBlank();
    return said ? value.getValue() : null;
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
