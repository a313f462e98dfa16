using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Core.Installs;

/// <summary>Which operating system a host installs.</summary>
public static class OsChoice
{
    /// <summary>The attribute that picks one of several enabled OS pallets, by name or by name and version (<c>CentOS</c>, <c>CentOS-6.6</c>).</summary>
    public const string AttributeName = "os.pallet";

    private static readonly Attributes.AttributeName Name = Attributes.AttributeName.Parse(AttributeName);

    /// <summary>The OS pallet of a host: the one its attribute names, else the newest of those enabled for its box.</summary>
    /// <exception cref="RefusedException">None is enabled, or none as the attribute names it.</exception>
    public static Pallet Of(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        if (Find(inventory, host) is { } found)
        {
            return found;
        }

        var enabled = inventory.PalletsOf(host).Where(pallet => pallet.IsOs).ToList();
        if (enabled.Count == 0
            && inventory.PalletsOf(host).FirstOrDefault(pallet => IsOf(pallet, host.Os) && Installer.Of(pallet.Key) is Installer.Debian) is { } only)
        {
            throw new RefusedException(NoNetboot(only));
        }

        if (enabled.Count == 0)
        {
            throw new RefusedException(
                $"host \"{host.Name}\" has no OS to install: no pallet with a kernel is enabled in box \"{host.Box}\"; "
                + "use \"stack add pallet\" and \"stack enable pallet\" with its OS medium");
        }

        if (!enabled.Any(pallet => IsOf(pallet, host.Os))
            && inventory.PalletsOf(host)
                .FirstOrDefault(pallet => !pallet.IsOs && IsOf(pallet, host.Os) && Installer.Of(pallet.Key) is Installer.Debian) is { } archive)
        {
            throw new RefusedException(NoNetboot(archive));
        }

        var fitting = enabled.Where(pallet => IsOf(pallet, host.Os)).ToList();
        if (fitting.Count == 0)
        {
            throw new RefusedException(
                $"host \"{host.Name}\" is to have os \"{host.Os}\", and box \"{host.Box}\" has no pallet of it enabled, only {Named(enabled, withOs: true)}: "
                + $"enable one, or \"stack set host os {host.Name} os={enabled[0].Key.Os}\"");
        }

        var wanted = inventory.AttributesOf(host).Text(AttributeName);
        throw new RefusedException(
            $"host \"{host.Name}\" asks for OS pallet \"{wanted}\" by attribute {AttributeName}, and box \"{host.Box}\" has only "
                + $"{Named(fitting, withOs: false)} enabled");
    }

    /// <summary>The OS pallet of a host; null when none of its os is enabled, or none as its attribute names it.</summary>
    public static Pallet? Find(Inventory inventory, Host host)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        ArgumentNullException.ThrowIfNull(host);
        return inventory.AttributesOf(host).Find(Name)?.Value.Text is { Length: > 0 } wanted
            ? Newest(inventory.PalletsOf(host).Where(pallet => pallet.IsOs && IsOf(pallet, host.Os)), wanted)
            : inventory.Shared.NewestOs(host.Box, host.Os);
    }

    /// <summary>Whether a pallet is of an os; Stacki once called <c>linux</c> what it calls <c>redhat</c> now.</summary>
    public static bool IsOf(Pallet pallet, string os)
    {
        ArgumentNullException.ThrowIfNull(pallet);
        return Plain(pallet.Key.Os) == Plain(os);
    }

    private static string NoNetboot(Pallet archive) =>
        $"pallet {archive.Key} has packages and no installer that boots from the network, which discs do not bring: add netboot.tar.gz of Debian "
            + $"{archive.Key.Version}, "
        + $"or the package debian-installer-{archive.Key.Version}-netboot-{AptArchitecture.Of(archive.Key.Arch)}, with \"stack add pallet\" too";

    private static string Plain(string os) => os.ToLowerInvariant() is "linux" ? "redhat" : os.ToLowerInvariant();

    private static string Named(IEnumerable<Pallet> pallets, bool withOs) =>
        string.Join(", ", pallets.Select(pallet => $"{pallet.Key.Name}-{pallet.Key.Version}{(withOs ? $" ({pallet.Key.Os})" : string.Empty)}"));

    internal static Pallet? Newest(IEnumerable<Pallet> enabled, string? wanted) => enabled
        .Where(pallet => string.IsNullOrEmpty(wanted) || pallet.Key.Name == wanted || $"{pallet.Key.Name}-{pallet.Key.Version}" == wanted)
        .OrderBy(pallet => pallet.Key.Version, VersionOrder.Instance).ThenBy(pallet => pallet.Key.Folder, StringComparer.Ordinal).LastOrDefault();
}
