namespace BootService.Core.Dhcp;

/// <summary>A moment on two clocks: what people read, and one that never steps.</summary>
/// <param name="Wall">The time of day; may jump either way when the clock is set. Used for events and for what is written to disk.</param>
/// <param name="Milliseconds">Milliseconds of a clock that only runs forward; leases are held and expire by this one.</param>
public readonly record struct DhcpMoment(DateTimeOffset Wall, long Milliseconds)
{
    /// <summary>The moment it is now.</summary>
    public static DhcpMoment Now(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new(time.GetUtcNow(), (long)(time.GetTimestamp() * (1000.0 / time.TimestampFrequency)));
    }
}
