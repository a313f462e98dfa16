using BootService.Firmware.Dhcp;
using BootService.Firmware.Http;
using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>Fetches a boot file and does what a program of its name does.</summary>
internal static class LoadedProgram
{
    /// <summary>The steps from the name of a boot file onward.</summary>
    public static IEnumerable<BootStep> Fetch(Boot boot, DhcpOffer offer, TftpDialect tftp, HttpDialect? http)
    {
        var name = offer.BootFile;
        FileStep fetch;
        if (name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && http is not null)
        {
            fetch = new HttpStep(http, name, NameOf(name)) { Optional = true };
        }
        else if (name.Contains("://", StringComparison.Ordinal))
        {
            var unread = new NoteStep(BootStage.Dhcp, NameOf(name), StepVerdict.Failed, $"the boot file is the URL {name}, which this firmware cannot fetch");
            yield return unread;
            boot.Fail(unread);
            yield break;
        }
        else
        {
            fetch = new TftpStep(tftp, offer.BootServer, name) { Optional = true };
        }

        yield return fetch;
        if (fetch.File is not { } file)
        {
            if (fetch.Verdict is StepVerdict.Absent)
            {
                // UEFI specification, boot manager: a boot option that cannot be loaded is passed over. A BIOS does the same.
                fetch.Why = $"the server has no {fetch.What}, so the firmware goes on to its next boot device";
                boot.End = new BootEnd.Disk(fetch.Why);
                yield break;
            }

            boot.Fail(fetch);
            yield break;
        }

        foreach (var step in Run(boot, file, name))
        {
            yield return step;
        }
    }

    /// <summary>The steps of a program that has been fetched.</summary>
    public static IEnumerable<BootStep> Run(Boot boot, FetchedFile file, string from)
    {
        if (!boot.MayStart())
        {
            var loop = new NoteStep(BootStage.Configuration, NameOf(from), StepVerdict.Failed, "the chain of loaders comes back to itself and never ends");
            boot.Fail(loop);
            return [loop];
        }

        var name = NameOf(from).ToLowerInvariant();
        return name switch
        {
            _ when file.Text.StartsWith("#!ipxe", StringComparison.Ordinal) => IpxeScript.Run(boot, file),
            "pxelinux.0" or "lpxelinux.0" => Pxelinux.Run(boot, FolderOf(from)),
            _ when name.EndsWith(".kpxe", StringComparison.Ordinal) || name is "ipxe.pxe" or "undionly.0" => IpxeProgram(boot, DhcpDialect.IpxeBios),
            "snponly.efi" or "ipxe.efi" => IpxeProgram(boot, DhcpDialect.IpxeEfi),
            _ when name.StartsWith("shim", StringComparison.Ordinal) || name is "bootx64.efi" => Shim.Run(boot, from),
            _ when name.StartsWith("grub", StringComparison.Ordinal) && name.EndsWith(".efi", StringComparison.Ordinal) => Grub.Run(boot),
            _ => Unknown(boot, NameOf(from)),
        };
    }

    /// <summary>The last part of a name or URL.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    // iPXE forgets what firmware knew and asks for an address of its own.
    private static IEnumerable<BootStep> IpxeProgram(Boot boot, DhcpDialect dialect)
    {
        var dhcp = new DhcpStep(dialect);
        yield return dhcp;
        if (dhcp.Result is not { Boot: { } offer } result)
        {
            boot.End = dhcp.Result is { Address.IsAny: false, Why: { } why } && dhcp.Verdict is not StepVerdict.Failed
                ? new BootEnd.Disk($"{why}, so iPXE returns to the firmware")
                : new BootEnd.Failed(dhcp, dhcp.Why ?? "iPXE got no address");
            yield break;
        }

        boot.Take(result);
        foreach (var step in Fetch(boot, offer, TftpDialect.Ipxe, HttpDialect.Ipxe))
        {
            yield return step;
        }
    }

    private static BootStep[] Unknown(Boot boot, string name)
    {
        var unknown = new NoteStep(BootStage.Configuration, name, StepVerdict.Warning, $"what {name} does is not known here; the boot is followed no further");
        boot.End = new BootEnd.Failed(unknown, unknown.Why!);
        unknown.Verdict = StepVerdict.Failed;
        return [unknown];
    }
}
