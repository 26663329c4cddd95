package dev.cyanotype.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A request that cannot be served, told to the client as a [Problem].
public final class ProblemException extends RuntimeException {

  private final int status;
  private final transient List<FieldError> errors;
  private final transient Optional<Duration> retryAfter;

  private ProblemException(int status, String detail, List<FieldError> errors) {
    this(status, detail, errors, Optional.empty());
  }

  private ProblemException(
      int status, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  public static ProblemException badRequest(String detail) {
    return new ProblemException(400, detail, List.of());
  }

  public static ProblemException forbidden(String detail) {
    return new ProblemException(403, detail, List.of());
  }

  public static ProblemException notFound(String detail) {
    return new ProblemException(404, detail, List.of());
  }

  public static ProblemException conflict(String detail) {
    return new ProblemException(409, detail, List.of());
  }

  /// What `If-Match` asks for does not hold (RFC 9110, section 13.1.1).
  public static ProblemException preconditionFailed(String detail) {
    return new ProblemException(412, detail, List.of());
  }

  public static ProblemException unprocessable(String detail) {
    return new ProblemException(422, detail, List.of());
  }

  public static ProblemException unprocessable(List<FieldError> errors) {
    return new ProblemException(422, summary(errors), errors);
  }

  public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
    return new ProblemException(429, detail, List.of(), Optional.of(retryAfter));
  }

  /// A fault of the service's own; its cause stands in the log.
  public static ProblemException unexpected() {
    return new ProblemException(500, Problem.UNEXPECTED, List.of());
  }

  /// The model behind the service failed, not the request.
  public static ProblemException badGateway(String detail) {
    return new ProblemException(502, detail, List.of());
  }

  public static ProblemException gatewayTimeout(String detail) {
    return new ProblemException(504, detail, List.of());
  }

  /// The service has no room at the moment.
  ///
  /// @param retryAfter when it may have some, in whole seconds
  public static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(503, detail, List.of(), Optional.of(retryAfter));
  }

  /// The service lacks something that waiting does not bring.
  public static ProblemException unavailable(String detail) {
    return new ProblemException(503, detail, List.of());
  }

  /// Says the first error in full, so that a client which shows only the detail helps too.
  static String summary(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    String place = first.pointer().isEmpty() ? "The body" : first.pointer();
    return place + " " + first.message() + more;
  }

  public int status() {
    return status;
  }

  public List<FieldError> errors() {
    return errors;
  }

  /// When to ask again, where that makes sense.
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
