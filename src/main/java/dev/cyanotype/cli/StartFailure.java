package dev.cyanotype.cli;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;

/// Why the program could not start.
final class StartFailure {

  private StartFailure() {}

  /// One line that says what to change where the configuration is the reason; else the stack
  /// trace, since nothing less helps.
  static String reason(Throwable failure) {
    Throwable root = ExceptionUtil.getRootCause(failure);
    return switch (root) {
      case QuarkusBindException bind ->
          "port %d of %s is in use or not allowed; set QUARKUS_HTTP_PORT"
              .formatted(bind.getPort(), bind.getHost());
      case ConfigurationException _, ConfigValidationException _, IllegalArgumentException _ ->
          String.valueOf(root.getMessage());
      default -> ExceptionUtil.generateStackTrace(failure);
    };
  }
}
