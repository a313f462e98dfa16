namespace BootService.Protocols.Road;

/// <summary>How a step went.</summary>
public enum StepVerdict
{
    /// <summary>It has not been done yet.</summary>
    Pending,

    /// <summary>As it should.</summary>
    Ok,

    /// <summary>Not here, and not needed.</summary>
    Absent,

    /// <summary>The boot goes on, but somebody should look at it.</summary>
    Warning,

    /// <summary>The boot ends here.</summary>
    Failed,
}
