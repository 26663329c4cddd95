package dev.cyanotype.cli;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/// Why the program could not start.
final class StartFailure {

  private StartFailure() {}

  /// One line that says what to change where the configuration is the reason; else the stack
  /// trace, since nothing less helps.
  static String reason(Throwable failure) {
    Throwable root = ExceptionUtil.getRootCause(failure);
    return switch (root) {
      case QuarkusBindException bind -> taken(bind.getPort(), bind.getHost());
      case IOException bind when isOfBinding(bind) -> taken();
      case ConfigurationException _, ConfigValidationException _, IllegalArgumentException _ ->
          String.valueOf(root.getMessage());
      default -> ExceptionUtil.generateStackTrace(failure);
    };
  }

  /// As Linux' own event notification tells it, which Quarkus passes on as it is.
  private static boolean isOfBinding(IOException failure) {
    return String.valueOf(failure.getMessage()).startsWith("bind(");
  }

  private static String taken() {
    Config config = ConfigProvider.getConfig();
    return taken(
        config.getValue("quarkus.http.port", Integer.class),
        config.getValue("quarkus.http.host", String.class));
  }

  private static String taken(int port, String host) {
    return "port %d of %s is in use or not allowed; set QUARKUS_HTTP_PORT".formatted(port, host);
  }
}
