package dev.cyanotype.deployment.docker;

import java.io.IOException;

/// Why there is no answer, in words that follow on the name of the one who was asked.
final class ExchangeException extends IOException {

  ExchangeException(String message) {
    super(message);
  }
}
