package dev.evenkeel.balancer.message;

/** The fields that follow a body (RFC 9110 §6.5). */
public final class Trailers extends Head {}
