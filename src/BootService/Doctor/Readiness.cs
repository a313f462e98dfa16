namespace BootService.Doctor;

/// <summary>Whether the daemon serves.</summary>
internal sealed class Readiness
{
    private volatile bool _started;

    /// <summary>Whether all listeners are bound.</summary>
    public bool IsReady => _started;

    /// <summary>Says that all listeners are bound.</summary>
    public void Started() => _started = true;
}
