package dev.cyanotype.ratelimit;

/// How a caller stands, as the headers of draft-ietf-httpapi-ratelimit-headers say it.
///
/// @param policy the value of `RateLimit-Policy`
/// @param limit the value of `RateLimit`
public record Standing(String policy, String limit) {}
