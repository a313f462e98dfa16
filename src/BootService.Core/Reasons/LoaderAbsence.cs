namespace BootService.Core.Reasons;

/// <summary>Why a client is offered no loader. Stored by name: names never change.</summary>
public enum LoaderAbsence
{
    /// <summary>An operating system asks for an address only.</summary>
    OperatingSystem,

    /// <summary>No loader of the host's chain can hand over to a UEFI disk.</summary>
    ChainCannotLeave,

    /// <summary>64-bit ARM boots its disk by getting no loader.</summary>
    ArmDisk,

    /// <summary>HTTP boot is declined so that the firmware goes on to the disk.</summary>
    HttpDeclined,

    /// <summary>HTTP boot is declined so that the firmware goes on to PXE: the loader of the chain cannot go on from a URL.</summary>
    HttpDeclinedForPxe,

    /// <summary>There is no loader for 32-bit UEFI.</summary>
    NoneForIa32,

    /// <summary>There is no loader for 64-bit ARM by this way.</summary>
    NoneForArm64,

    /// <summary>There is no loader for this firmware.</summary>
    NoneForFirmware,

    /// <summary>The database that frontends share does not answer, and the machine may have installed meanwhile.</summary>
    StateUnsure,

    /// <summary>UEFI goes on to its disk by itself sooner than a loader leads it there.</summary>
    FirmwareIsSooner,
}
