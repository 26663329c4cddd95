package dev.cyanotype.security;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An OpenID Connect provider over real HTTP, as far as one is needed that checks tokens: discovery
/// and keys. Signs tokens, and those that no honest one would.
public class TestingIssuer implements QuarkusTestResourceLifecycleManager {

  static final String AUDIENCE = "cyanotype";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /// How often it was asked for its keys.
  final AtomicInteger asked = new AtomicInteger();

  private volatile boolean up = true;
  private volatile String keyId = "first";
  private volatile KeyPair keys = pair();
  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/.well-known/openid-configuration", x -> answer(x, metadata()));
    server.createContext("/jwks", x -> answer(x, jwks()));
    server.start();
    return Map.of("cyanotype.oidc.issuer", url(), "cyanotype.oidc.audience", AUDIENCE);
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(TestingIssuer.class));
  }

  void isUp(boolean value) {
    up = value;
  }

  void rotate(String newKeyId) {
    keys = pair();
    keyId = newKeyId;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(up ? 200 : 503, up ? bytes.length : -1);
    if (up) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private String metadata() {
    return "{\"issuer\": \"%1$s\", \"jwks_uri\": \"%1$s/jwks\"}".formatted(url());
  }

  private String jwks() {
    asked.incrementAndGet();
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return """
        {"keys": [{"kty": "RSA", "use": "sig", "kid": "%s", "n": "%s", "e": "%s"}]}
        """
        .formatted(
            keyId,
            BASE64.encodeToString(unsigned(key.getModulus().toByteArray())),
            BASE64.encodeToString(key.getPublicExponent().toByteArray()));
  }

  private static byte[] unsigned(byte[] number) {
    return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
  }

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is right for everything but roles.
  JsonObject claims(String subject) {
    long now = Instant.now().getEpochSecond();
    return new JsonObject()
        .put("iss", url())
        .put("aud", AUDIENCE)
        .put("sub", subject)
        .put("iat", now)
        .put("exp", now + 300);
  }

  JsonObject header() {
    return new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", keyId);
  }

  String token(JsonObject claims) {
    return token(header().encode(), claims, keys.getPrivate());
  }

  /// A token of a subject that has the roles in the claim `groups`.
  String token(String subject, String... roles) {
    JsonArray groups = new JsonArray();
    for (String role : roles) {
      groups.add("cyanotype:" + role);
    }
    return token(claims(subject).put("groups", groups));
  }

  static String token(String header, JsonObject claims, PrivateKey key) {
    try {
      String content = content(header, claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String unsigned(JsonObject claims) {
    return content(header().put("alg", "none").encode(), claims) + ".";
  }

  /// Takes the public key for a shared secret.
  String signedByThePublicKey(JsonObject claims) {
    try {
      String content = content(header().put("alg", "HS256").encode(), claims);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
      byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  PrivateKey privateKey() {
    return keys.getPrivate();
  }

  private static String content(String header, JsonObject claims) {
    return encoded(header) + "." + encoded(claims.encode());
  }

  static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
