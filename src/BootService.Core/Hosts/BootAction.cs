namespace BootService.Core.Hosts;

/// <summary>
/// What a host does at its next network boot (docs/stacki.md). <see cref="None"/> was never set; it boots from its disk like <see cref="Os"/>.
/// </summary>
public enum BootAction
{
    /// <summary>Never set: the table shows dashes.</summary>
    None,

    /// <summary>Boot the installed system.</summary>
    Os,

    /// <summary>Run the installer.</summary>
    Install,
}
