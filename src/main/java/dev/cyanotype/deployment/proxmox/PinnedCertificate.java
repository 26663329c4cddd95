package dev.cyanotype.deployment.proxmox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.X509TrustManager;

/// Trusts one certificate by its SHA-256, whoever signed it.
final class PinnedCertificate implements X509TrustManager {

  private final byte[] sha256;

  /// @param fingerprint 64 hexadecimal digits, with or without colons
  PinnedCertificate(String fingerprint) {
    this.sha256 = HexFormat.of().parseHex(digits(fingerprint));
  }

  static boolean isFingerprint(String text) {
    return digits(text).matches("[0-9a-f]{64}");
  }

  private static String digits(String text) {
    return text.replace(":", "").strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (chain.length == 0 || !MessageDigest.isEqual(sha256, sha256(chain[0]))) {
      throw new CertificateException("not the pinned certificate");
    }
  }

  private static byte[] sha256(X509Certificate certificate) throws CertificateException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no client is trusted");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
