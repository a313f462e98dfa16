namespace BootService.Protocols.Road;

/// <summary>
/// Where on the road to an installed machine something happened, in the order of the road. Its words, in lower case, are those of every timeline, whoever walks
/// the road: a machine, a rehearsal or a persona.
/// </summary>
public enum BootStage
{
    /// <summary>The admin's own doing: armed, cancelled.</summary>
    Admin,

    /// <summary>An address: DHCP on port 67.</summary>
    Dhcp,

    /// <summary>The PXE boot server on port 4011.</summary>
    BootServer,

    /// <summary>A file over TFTP.</summary>
    Tftp,

    /// <summary>A file over HTTP.</summary>
    Http,

    /// <summary>The configuration that tells a loader what to start.</summary>
    Configuration,

    /// <summary>A kernel and what it is told.</summary>
    Kernel,

    /// <summary>The kickstart, or what answers the installer's questions in its place.</summary>
    Kickstart,

    /// <summary>What the installer fetches beside it, and the stages it reports.</summary>
    Installer,

    /// <summary>The installer is done and the action flips.</summary>
    Done,

    /// <summary>The installed system is up from its own disk.</summary>
    Up,
}
