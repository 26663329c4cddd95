package dev.cyanotype.observability;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/// Turns tracing on where there is somewhere to send traces to: OpenTelemetry's own
/// `OTEL_EXPORTER_OTLP_ENDPOINT`, or Quarkus' setting of it. Without one nothing is traced.
public class TracingSwitch implements ConfigSourceFactory {

  private static final String STANDARD = "otel.exporter.otlp.endpoint";
  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
  private static final String DISABLED = "quarkus.otel.sdk.disabled";

  /// Under everything that people set, over the defaults.
  private static final int ORDINAL = 50;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String standard = value(context, STANDARD);
    boolean wanted = standard != null || value(context, ENDPOINT) != null;
    Map<String, String> settings =
        standard == null
            ? Map.of(DISABLED, String.valueOf(!wanted))
            : Map.of(DISABLED, "false", ENDPOINT, standard);
    return List.of(new PropertiesConfigSource(settings, "TracingSwitch", ORDINAL));
  }

  private static String value(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    boolean said =
        value != null
            && value.getValue() != null
            && !value.getValue().isBlank()
            && value.getConfigSourceOrdinal() > Integer.MIN_VALUE + 1000;
    return said ? value.getValue() : null;
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
