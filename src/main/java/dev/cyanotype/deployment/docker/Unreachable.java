package dev.cyanotype.deployment.docker;

import dev.cyanotype.deployment.EngineException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLException;

/// Says why a Docker Engine does not answer, and what to do.
final class Unreachable {

  private Unreachable() {}

  static EngineException at(String address, IOException failure) {
    return EngineException.unreachable("Docker at %s %s".formatted(address, reason(failure)));
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case ExchangeException told -> told.getMessage();
      case SSLException _ ->
          "does not agree on TLS; see that ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH are"
              + " made for it";
      case SocketException one when String.valueOf(one.getMessage()).contains("denied") ->
          "does not let us in; run this service as a user of the group docker";
      case SocketException _, UnknownHostException _, HttpConnectTimeoutException _ ->
          "does not answer; start it, or set DOCKER_HOST to where it listens";
      default -> "broke off; try again, and see its log";
    };
  }
}
