package dev.cyanotype.deployment.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Against a server of the JDK that asks for a client's certificate, as a daemon with
/// `--tlsverify` does.
@Execution(ExecutionMode.CONCURRENT)
class TcpTransportTest {

  @TempDir static Path folder;

  private HttpServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca-key.pem -out ca.pem");
    Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1");
    sign("server", "rsa:2048");
    sign("client", "rsa:2048");
    Files.copy(folder.resolve("client.pem"), folder.resolve("cert.pem"));
    Files.copy(folder.resolve("client-key.pem"), folder.resolve("key.pem"));
  }

  private static void sign(String name, String algorithm) throws Exception {
    openssl(
        "req -newkey %s -nodes -subj /CN=%s -keyout %s-key.pem -out %s.csr"
            .formatted(algorithm, name, name, name));
    openssl(
        "x509 -req -in %s.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile names -out %s.pem"
            .formatted(name, name));
  }

  private static void openssl(String arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /// That of the server, made as a client makes its own.
  private static Path serverFolder() throws IOException {
    Path own = Files.createDirectories(folder.resolve("server"));
    for (String name : List.of("ca.pem", "server.pem", "server-key.pem")) {
      Path copy = own.resolve(name.replace("server-key", "key").replace("server", "cert"));
      if (Files.notExists(copy)) {
        Files.copy(folder.resolve(name), copy);
      }
    }
    return own;
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private int tls() throws IOException {
    HttpsServer tls = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    tls.setHttpsConfigurator(
        new HttpsConfigurator(Certificates.context(serverFolder())) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters needed = getSSLContext().getDefaultSSLParameters();
            needed.setNeedClientAuth(true);
            parameters.setSSLParameters(needed);
          }
        });
    return started(tls);
  }

  private int plain() throws IOException {
    return started(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
  }

  private int started(HttpServer created) {
    server = created;
    byte[] version = "{\"ApiVersion\":\"1.41\"}".getBytes(StandardCharsets.US_ASCII);
    server.createContext(
        "/version",
        exchange -> {
          exchange.sendResponseHeaders(200, version.length);
          exchange.getResponseBody().write(version);
          exchange.close();
        });
    server.createContext("/v1.41", exchange -> exchange.sendResponseHeaders(200, 100));
    server.start();
    return server.getAddress().getPort();
  }

  private static TestingDocker.Config config(String host, Path certificates) {
    return new TestingDocker.Config(
        Optional.of(host),
        Optional.of("1"),
        Optional.of(certificates),
        Duration.ofSeconds(5),
        Duration.ZERO,
        false);
  }

  @Test
  void certificatesOfBothSidesAreShown() throws IOException {
    DockerEngine engine = TestingDocker.engine(config("tcp://127.0.0.1:" + tls(), folder));

    assertThat(engine.unavailable()).isEmpty();
  }

  @Test
  void serverOfAnotherAuthorityIsRefused() throws Exception {
    int port = tls();
    Path other = Files.createDirectories(folder.resolve("other"));
    for (String name : List.of("cert.pem", "key.pem")) {
      Files.copy(folder.resolve(name), other.resolve(name));
    }
    Files.copy(folder.resolve("client.pem"), other.resolve("ca.pem"));

    assertThat(TestingDocker.engine(config("tcp://127.0.0.1:" + port, other)).unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("TLS", "DOCKER_CERT_PATH"));
  }

  @Test
  void serverUnderAnotherNameIsRefused() throws IOException {
    assertThat(TestingDocker.engine(config("tcp://localhost:" + tls(), folder)).unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("TLS"));
  }

  @Test
  void missingCertificateIsNamed() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThat(TestingDocker.engine(config("tcp://127.0.0.1:1", empty)).unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("ca.pem", "DOCKER_CERT_PATH"));
  }

  @Test
  void brokenCertificateIsTold() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
      Files.writeString(broken.resolve(name), "no certificate");
    }

    assertThat(TestingDocker.engine(config("tcp://127.0.0.1:1", broken)).unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("key.pem").doesNotContain("Exception"));
  }

  @Test
  void withoutTls() throws IOException {
    DockerEngine engine =
        TestingDocker.engine(TestingDocker.Config.at("tcp://127.0.0.1:" + plain()));

    assertThat(engine.unavailable()).isEmpty();
  }

  @Test
  void answerThatStallsEndsAtTheTimeout() throws IOException {
    DockerEngine engine =
        TestingDocker.engine(
            TestingDocker.Config.at("tcp://127.0.0.1:" + plain()).within(Duration.ofSeconds(1)));

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> engine.actual("any")))
        .hasMessageContaining("did not answer in 1 s");
  }

  @Test
  void nobodyThereIsTold() {
    assertThat(TestingDocker.engine(TestingDocker.Config.at("tcp://127.0.0.1:1")).unavailable())
        .hasValueSatisfying(one -> assertThat(one).contains("start it", "DOCKER_HOST"));
  }
}
