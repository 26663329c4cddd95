package dev.cyanotype.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cyanotype.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalityTest {

  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> request.response().end(String.valueOf(Locality.of(request))));
    port =
        server.listen(0, "0.0.0.0").toCompletionStage().toCompletableFuture().join().actualPort();
  }

  @AfterAll
  static void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static boolean isLocalAt(String address, String... headers) {
    RawHttp http = new RawHttp(URI.create("http://" + address + ":" + port));
    String answer = http.sendBare("GET", "/", List.of(headers)).body();
    assertThat(answer).isIn("true", "false");
    return Boolean.parseBoolean(answer);
  }

  private static boolean isLocal(String... headers) {
    return isLocalAt("127.0.0.1", headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8000",
        "LocalHost:8000",
        "127.0.0.1",
        "127.1.2.3:80",
        "[::1]",
        "[::1]:8000",
        "[0:0:0:0:0:0:0:1]:8000",
        "[::ffff:127.0.0.1]:8000",
      })
  void hostOfThisMachineIsLocal(String host) {
    assertThat(isLocal("Host: " + host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rebound.example",
        "rebound.example:8000",
        "localhost.rebound.example",
        "127.0.0.1.rebound.example",
        "127.0.0.1:8000.rebound.example",
        "localhost@rebound.example",
        "rebound.example#localhost",
        "127.1",
        "2130706433",
        "0.0.0.0:8000",
        "[::]:8000",
        "[::2]",
        "[::1",
        "192.0.2.1",
      })
  void nameThatIsMadeToPointHereIsNot(String host) {
    assertThat(isLocal("Host: " + host)).isFalse();
  }

  @Test
  void secondHostIsNoWayAround() {
    assertThat(isLocal("Host: localhost", "Host: rebound.example")).isFalse();
    assertThat(isLocal("Host: rebound.example", "Host: localhost")).isFalse();
    assertThat(isLocal("Host: localhost", "X-Forwarded-Host: rebound.example")).isFalse();
    assertThat(isLocal("Accept: */*")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 127.0.0.1",
        "X-Forwarded-For: ::1, 127.0.0.1:4711",
        "X-Real-IP: [::1]",
        "Forwarded: for=127.0.0.1;proto=http;host=localhost:8000",
        "Forwarded: for=\"[::1]:4711\", For=localhost",
        "Origin: http://localhost:3000",
        "Origin: http://127.0.0.1:8000",
        "Origin: https://[::1]",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
      })
  void headersOfThisMachineAreLocal(String header) {
    assertThat(isLocal("Host: localhost:8000", header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.1",
        "x-forwarded-for: 127.0.0.1, 192.0.2.1",
        "X-Forwarded-For: 192.0.2.1, 127.0.0.1",
        "X-Forwarded-For: 127.0.0.1,",
        "X-Forwarded-For:",
        "X-Forwarded-For: unknown",
        "X-Forwarded-For: 2001:db8::1",
        "X-Real-IP: 10.0.0.1",
        "Forwarded: for=192.0.2.1",
        "Forwarded: for=127.0.0.1, for=192.0.2.1",
        "Forwarded: proto=http;FOR=\"[2001:db8::1]:80\"",
        "Forwarded: for=_hidden",
        "Forwarded: for=unknown",
        "Forwarded: by=127.0.0.1",
        "Forwarded: for=127.0.0.1;host=rebound.example",
        "Forwarded: nonsense",
        "Forwarded:",
        "Via: 1.1 gateway",
        "X-Forwarded-Host: shop.example",
        "Origin: http://evil.example",
        "Origin: http://localhost.evil.example",
        "Origin: http://evil.example/?://localhost",
        "Origin: null",
        "Origin:",
        "Origin: localhost",
        "Sec-Fetch-Site: cross-site",
        "sec-fetch-site: CROSS-SITE",
      })
  void headersOfSomebodyElseAreNot(String header) {
    assertThat(isLocal("Host: localhost:8000", header)).isFalse();
  }

  @Test
  void severalHeadersOfOneNameAllCount() {
    assertThat(
            isLocal("Host: localhost", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-For: 192.0.2.1"))
        .isFalse();
    assertThat(isLocal("Host: localhost", "Forwarded: for=127.0.0.1", "Forwarded: for=192.0.2.1"))
        .isFalse();
    assertThat(
            isLocal("Host: localhost", "Origin: http://localhost", "Origin: http://evil.example"))
        .isFalse();
    assertThat(isLocal("Host: localhost", "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"))
        .isFalse();
  }

  @Test
  void connectionToAnotherAddressOfTheMachineIsNot() throws SocketException {
    Optional<String> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
            .map(InetAddress::getHostAddress)
            .filter(LocalityTest::isReached)
            .findFirst();
    assumeThat(address).isPresent();

    assertThat(isLocalAt(address.get(), "Host: localhost")).isFalse();
    assertThat(isLocalAt(address.get(), "Host: localhost", "X-Forwarded-For: 127.0.0.1")).isFalse();
  }

  /// Addresses of bridges come and go with those who make them.
  private static boolean isReached(String address) {
    try (Socket _ = new Socket(address, port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
