package dev.cyanotype.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.cyanotype.blueprint.JsonPointers;
import dev.cyanotype.request.RequestId;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/// Turns everything that a resource can throw into a [Problem]; no class name and no stack trace
/// leaves the service.
public class ProblemMapper {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

  @ServerExceptionMapper
  public Response problem(ProblemException e, HttpHeaders headers) {
    Response problem = response(e.status(), e.getMessage(), e.errors(), headers);
    return e.retryAfter()
        .map(wait -> Response.fromResponse(problem).header("Retry-After", wait.toSeconds()).build())
        .orElse(problem);
  }

  @ServerExceptionMapper(priority = 1)
  public Response invalid(ConstraintViolationException e, HttpHeaders headers) {
    return problem(invalid(e.getConstraintViolations()), headers);
  }

  /// What is wrong with values that were read.
  public static ProblemException invalid(Collection<? extends ConstraintViolation<?>> violations) {
    return ProblemException.unprocessable(
        violations.stream()
            .map(violation -> new FieldError(pointer(violation), violation.getMessage()))
            .sorted(java.util.Comparator.comparing(FieldError::pointer))
            .toList());
  }

  @ServerExceptionMapper(priority = 1)
  public Response mismatched(MismatchedInputException e, HttpHeaders headers) {
    return unreadable(e, headers);
  }

  @ServerExceptionMapper(priority = 1)
  public Response notJson(JacksonException e, HttpHeaders headers) {
    return unreadable(e, headers);
  }

  @ServerExceptionMapper
  public Response refused(WebApplicationException e, HttpHeaders headers, UriInfo uri) {
    if (e.getCause() instanceof JacksonException json) {
      return unreadable(json, headers);
    }
    int status = e.getResponse().getStatus();
    Response problem = response(status, detail(status, uri), List.of(), headers);
    return e instanceof NotAllowedException
        ? Response.fromResponse(problem)
            .header(HttpHeaders.ALLOW, AllowedMethods.at(CurrentRequestManager.get()))
            .build()
        : problem;
  }

  /// The client's connection broke: nobody reads the answer, and it is no fault of the service.
  @ServerExceptionMapper
  public Response disconnected(IOException e, HttpHeaders headers) {
    LOG.debug("The client went away", e);
    return response(400, "The connection broke.", List.of(), headers);
  }

  @ServerExceptionMapper
  public Response unexpected(Throwable e, HttpHeaders headers) {
    LOG.error("Request failed", e);
    return response(500, Problem.UNEXPECTED, List.of(), headers);
  }

  private static String detail(int status, UriInfo uri) {
    return switch (status) {
      case 404 -> "There is nothing at " + uri.getPath() + "; see /docs.";
      case 405 -> "This method does not exist at " + uri.getPath() + "; see /docs.";
      case 406 -> "None of the media types in Accept can be sent from here.";
      case 415 -> "Send the body as application/json.";
      default -> status < 500 ? "The request cannot be read." : "The request failed.";
    };
  }

  private Response unreadable(JacksonException e, HttpHeaders headers) {
    return problem(unreadable(e), headers);
  }

  /// What is wrong with JSON that could not be read.
  public static ProblemException unreadable(JacksonException e) {
    if (e instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      return ProblemException.unprocessable(
          List.of(new FieldError(pointer(mismatch.getPath()), expectation(mismatch))));
    }
    if (e instanceof JsonMappingException mapping
        && mapping.getCause() instanceof ProblemException problem) {
      return problem;
    }
    return ProblemException.badRequest(
        e.getLocation() == null || e.getLocation().getLineNr() < 1
            ? "The body must be a JSON object."
            : "The body is not the JSON object that is expected: line %d, column %d."
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
  }

  private static String expectation(MismatchedInputException e) {
    Class<?> target = e.getTargetType();
    if (target == null) {
      return "has a value of the wrong type";
    }
    if (Number.class.isAssignableFrom(target)
        || (target.isPrimitive() && target != boolean.class)) {
      return "must be a number";
    }
    if (CharSequence.class.isAssignableFrom(target)) {
      return "must be a text";
    }
    if (target == Boolean.class || target == boolean.class) {
      return "must be true or false";
    }
    return java.util.Collection.class.isAssignableFrom(target)
        ? "must be a list"
        : "must be an object with named fields";
  }

  private static String pointer(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(
            reference ->
                reference.getFieldName() == null
                    ? String.valueOf(reference.getIndex())
                    : JsonPointers.escape(reference.getFieldName()))
        .collect(Collectors.joining("/", "/", ""));
  }

  private static String pointer(ConstraintViolation<?> violation) {
    String path = path(violation);
    return path.equals("/") ? "" : path;
  }

  private static String path(ConstraintViolation<?> violation) {
    return StreamSupport.stream(violation.getPropertyPath().spliterator(), false)
        .filter(
            node ->
                node.getKind() == ElementKind.PROPERTY
                    || node.getKind() == ElementKind.CONTAINER_ELEMENT)
        .map(
            node ->
                (node.getIndex() == null ? "" : node.getIndex() + "/") + snakeCase(node.getName()))
        .collect(Collectors.joining("/", "/", ""));
  }

  private static String snakeCase(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
  }

  private static Response response(
      int status, String detail, List<FieldError> errors, HttpHeaders headers) {
    Problem problem = Problem.of(status, detail, errors, headers.getHeaderString(RequestId.HEADER));
    return Response.status(status).type(Problem.MEDIA_TYPE).entity(problem).build();
  }
}
