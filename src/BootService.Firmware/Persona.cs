using BootService.Firmware.Dhcp;
using BootService.Firmware.Http;
using BootService.Firmware.Loaders;
using BootService.Firmware.Tftp;
using BootService.Protocols.Road;

namespace BootService.Firmware;

/// <summary>A kind of machine: the firmware that speaks first.</summary>
/// <param name="Name">The word it is asked for by.</param>
/// <param name="About">What it stands for, for a table.</param>
/// <param name="Dhcp">How it speaks DHCP.</param>
/// <param name="Tftp">How it reads its first file over TFTP.</param>
/// <param name="Http">How it reads its first file over HTTP; null when it cannot.</param>
public sealed record Persona(string Name, string About, DhcpDialect Dhcp, TftpDialect Tftp, HttpDialect? Http)
{
    /// <summary>A BIOS with Intel's PXE ROM.</summary>
    public static Persona Bios { get; } = new("bios", "a BIOS with Intel's PXE ROM", DhcpDialect.IntelBios, TftpDialect.IntelBios, null);

    /// <summary>UEFI's PXE client, 64-bit x86.</summary>
    public static Persona Uefi { get; } = new("uefi", "UEFI, network boot by PXE", DhcpDialect.Edk2Pxe, TftpDialect.Edk2, null);

    /// <summary>UEFI's HTTP boot, 64-bit x86.</summary>
    public static Persona UefiHttp { get; } = new("uefi-http", "UEFI, network boot by HTTP", DhcpDialect.Edk2Http, TftpDialect.Edk2, HttpDialect.Edk2);

    /// <summary>A BIOS card with iPXE in its ROM.</summary>
    public static Persona Ipxe { get; } = new("ipxe", "a BIOS with iPXE in its ROM", DhcpDialect.IpxeBios, TftpDialect.Ipxe, HttpDialect.Ipxe);

    /// <summary>A UEFI card with iPXE in its ROM.</summary>
    public static Persona IpxeUefi { get; } = new("ipxe-uefi", "UEFI with iPXE in the card's ROM", DhcpDialect.IpxeEfi, TftpDialect.Ipxe, HttpDialect.Ipxe);

    /// <summary>A VirtualBox machine with BIOS.</summary>
    public static Persona VirtualBox { get; } = new("virtualbox", "VirtualBox with BIOS", DhcpDialect.VirtualBox, TftpDialect.Ipxe, null);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Persona> All { get; } = [Bios, Uefi, UefiHttp, Ipxe, IpxeUefi, VirtualBox];

    /// <summary>The steps of the firmware: an address, the boot file, and what the boot file does.</summary>
    internal IEnumerable<BootStep> Start(Boot boot)
    {
        var dhcp = new DhcpStep(Dhcp);
        yield return dhcp;
        if (dhcp.Result is not { } result || result.Address.IsAny)
        {
            // HTTP boot with no offer for it is how a server declines: the firmware goes on to its next boot device.
            boot.End = Dhcp.Rule is OfferRule.Edk2Http && dhcp.Verdict is not StepVerdict.Failed
                ? new BootEnd.Disk(dhcp.Why ?? "no offer is for HTTP boot")
                : new BootEnd.Failed(dhcp, dhcp.Why ?? "it got no address");
            yield break;
        }

        boot.Take(result);
        if (result.Boot is not { } offer)
        {
            boot.End = dhcp.Verdict is StepVerdict.Failed
                ? new BootEnd.Failed(dhcp, dhcp.Why!)
                : new BootEnd.Disk($"{result.Why}, so the firmware goes on to its next boot device");
            yield break;
        }

        foreach (var step in LoadedProgram.Fetch(boot, offer, Tftp, Http))
        {
            yield return step;
        }
    }
}
