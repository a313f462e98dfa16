namespace BootService.Core.Events;

/// <summary>
/// What happened, as one of a closed set: a message that was answered or refused, a file by its part in a boot, a report, a deed of the admin's.
/// </summary>
public enum BootMessage
{
    /// <summary>
    /// The admin said what the host does at its next boot; <see cref="BootEvent.Told"/> says what that is, and the name is the boot action's.
    /// </summary>
    ActionSet,

    /// <summary>The host was switched on.</summary>
    PoweredOn,

    /// <summary>The host was switched off.</summary>
    PoweredOff,

    /// <summary>The host was reset.</summary>
    PowerReset,

    /// <summary>An unknown machine became a host.</summary>
    Discovered,

    /// <summary>What a host's boots have taught of the loader it is led through.</summary>
    LoaderLearned,

    /// <summary>DHCPDISCOVER.</summary>
    Discover,

    /// <summary>DHCPOFFER.</summary>
    Offer,

    /// <summary>DHCPREQUEST.</summary>
    Request,

    /// <summary>DHCPACK.</summary>
    Ack,

    /// <summary>DHCPNAK.</summary>
    Nak,

    /// <summary>DHCPDECLINE.</summary>
    Decline,

    /// <summary>DHCPRELEASE.</summary>
    Release,

    /// <summary>DHCPINFORM.</summary>
    Inform,

    /// <summary>A message of BOOTP, which DHCP grew out of: its request, and where all is well its reply.</summary>
    Bootp,

    /// <summary>A DHCP message that clients do not send.</summary>
    OtherDhcp,

    /// <summary>A machine uses an address that is not its own by DHCP.</summary>
    AddressConflict,

    /// <summary>A file that says nothing of how far its machine is.</summary>
    File,

    /// <summary>A loader, or a part of one, that goes on by its own.</summary>
    Loader,

    /// <summary>An iPXE, which begins with DHCP again.</summary>
    IpxeLoader,

    /// <summary>A kernel.</summary>
    Kernel,

    /// <summary>A RAM disk.</summary>
    RamDisk,

    /// <summary>A loader's configuration; <see cref="BootEvent.Told"/> says what it tells the loader to start.</summary>
    Configuration,

    /// <summary>The kickstart.</summary>
    Kickstart,

    /// <summary>The installer reported a stage; the name is its own.</summary>
    StageReached,

    /// <summary>The installer reported that it is done.</summary>
    Done,

    /// <summary>The installed system reported itself from its own disk.</summary>
    Confirmed,

    /// <summary>The installer reported that it failed.</summary>
    InstallFailed,

    /// <summary>The attempt ended by what did not happen.</summary>
    Stuck,

    /// <summary>A report that could not be kept.</summary>
    Report,

    /// <summary>Somebody used an attempt's secret, or asked for an install, who may not. It says nothing of how far the machine is.</summary>
    Secret,
}

/// <summary>What a machine was told to do next.</summary>
public enum BootTold
{
    /// <summary>Nothing of its boot, as when an operating system asks for an address.</summary>
    Nothing,

    /// <summary>To fetch a loader.</summary>
    Loader,

    /// <summary>No loader: its firmware goes on to its next boot device.</summary>
    NoLoader,

    /// <summary>To boot its own disk.</summary>
    Disk,

    /// <summary>To start a kernel that installs nothing.</summary>
    Kernel,

    /// <summary>To start an installer.</summary>
    Install,
}
