package dev.cyanotype.blueprint.audit;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// A report in the format that a client accepts: JSON, or SARIF where it names that first.
public final class AuditAnswer {

  private static final MediaType SARIF = MediaType.valueOf(SarifLog.MEDIA_TYPE);

  private AuditAnswer() {}

  /// @param file that the blueprint stands in, for SARIF
  public static Response of(AuditReport report, HttpHeaders headers, String file) {
    return isSarif(headers)
        ? Response.ok(SarifLog.of(report, file), SarifLog.MEDIA_TYPE).build()
        : Response.ok(report, MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static boolean isSarif(HttpHeaders headers) {
    for (MediaType accepted : headers.getAcceptableMediaTypes()) {
      if (accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
        return false;
      }
      if (accepted.isCompatible(SARIF)) {
        return true;
      }
    }
    return false;
  }
}
