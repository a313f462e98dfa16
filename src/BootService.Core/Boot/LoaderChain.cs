using BootService.Core.Reasons;

namespace BootService.Core.Boot;

/// <summary>Which loader each kind of client is led through. The loaders are the table <see cref="BootLoaders"/>; the choice per host is the attribute
/// <c>loader</c>.</summary>
public static class LoaderChain
{
    /// <summary>The choice that leaves it to the firmware, to what is known of it, and to what the host's boots have taught.</summary>
    public const string Auto = "auto";

    /// <summary>The attribute that names a host's chain: <c>auto</c>, <c>pxelinux</c>, <c>ipxe</c>, <c>ipxe-native</c>, <c>grub</c> or <c>shim</c>.</summary>
    public const string AttributeName = "loader";

    /// <summary>The choices of <see cref="AttributeName"/>.</summary>
    public static IReadOnlyList<string> Choices { get; } = [Auto, .. BootLoaders.All.Select(loader => loader.Choice).OfType<string>().Distinct()];

    /// <summary>The next program for a client.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="choice">The host's chain; null or anything unknown is <c>auto</c>.</param>
    /// <param name="local">Whether the machine is to boot from its own disk.</param>
    /// <param name="script">The name of this machine's iPXE script in the boot root.</param>
    public static LoaderOffer For(BootClient client, string? choice, bool local, string script) => client.Program switch
    {
        BootProgram.OperatingSystem => new LoaderOffer.Nothing(LoaderAbsence.OperatingSystem),

        // An iPXE that can is given its script at once, whoever loaded it; unless the host is told to go another way on BIOS.
        BootProgram.Ipxe when client.Firmware is FirmwareKind.Bios && choice == BootLoaders.Pxelinux.Choice => new LoaderOffer.File(BootLoaders.Pxelinux.Name),
        BootProgram.Ipxe => new LoaderOffer.Http(script),

        // UEFI tries PXE, then HTTP, then the disk: answering HTTP for an installed node would hold it on the network.
        BootProgram.HttpFirmware when local => new LoaderOffer.GoOn(LoaderAbsence.HttpDeclined),

        BootProgram.HttpFirmware => BootLoaders.ForUrl(client.Firmware, choice) switch
        {
            null => NoLoader(client),
            { StartsFromUrl: false } => new LoaderOffer.Nothing(LoaderAbsence.HttpDeclinedForPxe),
            var loader => new LoaderOffer.Http(loader.Name),
        },

        // VirtualBox's ROM says iPXE and can start no kernel: it is a PXE ROM like any other (danderson/netboot#51).
        BootProgram.Firmware or BootProgram.CutDownIpxe => BootLoaders.For(client.Firmware, choice) switch
        {
            // 32-bit UEFI asks a network that gives it nothing for a minute, as the others do.
            null when local && client is { Firmware: FirmwareKind.UefiIa32, IsLedToDisk: false } => new LoaderOffer.GoOn(LoaderAbsence.NoneForIa32),
            null => NoLoader(client),

            // A host of that chain boots its disk by getting no loader.
            { LeavesForDisk: false } when local => new LoaderOffer.GoOn(LoaderAbsence.ChainCannotLeave),

            // Its loader would only ask for an address again and leave: UEFI is sooner at its disk without one.
            { Firmware: not FirmwareKind.Bios } when local && !client.IsLedToDisk => new LoaderOffer.GoOn(LoaderAbsence.FirmwareIsSooner),
            var loader => new LoaderOffer.File(loader.Name),
        },
        _ => NoLoader(client),
    };

    /// <summary>The firmware that whoever fetches a file must have; <see cref="FirmwareKind.Unknown"/> when any may fetch it.</summary>
    public static FirmwareKind FirmwareOf(ReadOnlySpan<char> name) => BootLoaders.Find(name)?.Firmware ?? FirmwareKind.Unknown;

    private static LoaderOffer.Nothing NoLoader(BootClient client) => new(client.Firmware switch
    {
        FirmwareKind.UefiIa32 => LoaderAbsence.NoneForIa32,
        FirmwareKind.UefiArm64 => LoaderAbsence.NoneForArm64,
        _ => LoaderAbsence.NoneForFirmware,
    });
}
