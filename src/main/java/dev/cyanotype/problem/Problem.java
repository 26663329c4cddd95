package dev.cyanotype.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The one shape of every error: `application/problem+json` of RFC 9457.
///
/// @param status the HTTP status, 400 to 599
/// @param errors what to change, where that is known
/// @param requestId finds the request in the logs
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    List<FieldError> errors,
    @JsonProperty("request_id") String requestId) {

  public static final String MEDIA_TYPE = "application/problem+json";

  /// Said where the cause is the service's own and stands in its log only.
  public static final String UNEXPECTED =
      "Something went wrong here; the request id finds it in the service's log.";

  /// RFC 9457's type for a problem that says no more than its HTTP status.
  private static final String NO_TYPE = "about:blank";

  public Problem {
    errors = List.copyOf(errors);
  }

  public static Problem of(int status, String detail, List<FieldError> errors, String requestId) {
    String title = HttpResponseStatus.valueOf(status).reasonPhrase();
    return new Problem(NO_TYPE, title, status, detail, errors, requestId);
  }
}
