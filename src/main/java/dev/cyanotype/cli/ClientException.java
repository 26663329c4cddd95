package dev.cyanotype.cli;

/// There is no answer, or no whole one. The message is written for the user and carries no secret.
final class ClientException extends RuntimeException {

  private static final int MISUSED = 2;

  private final int exitCode;

  ClientException(String message) {
    this(message, CyanotypeCommand.FAILED);
  }

  private ClientException(String message, int exitCode) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  /// What was asked for cannot be done as it was asked for.
  static ClientException misused(String message) {
    return new ClientException(message, MISUSED);
  }

  int exitCode() {
    return exitCode;
  }
}
