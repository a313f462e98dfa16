using System.Collections.Immutable;
using BootService.Core.Attributes;
using BootService.Core.Disks;
using BootService.Core.Firewalls;
using BootService.Core.Hosts;
using BootService.Core.Installers;
using BootService.Core.Inventories;
using BootService.Core.Logins;
using BootService.Core.Packages;
using BootService.Core.Pallets;
using BootService.Core.Power;
using BootService.Core.Profiles;

namespace BootService.Core.Installs;

/// <summary>Says what the profiles of hosts are rendered from, in one state of the appliance. For one thread; looks at each place of packages once.</summary>
/// <param name="inventory">The state.</param>
/// <param name="places">Where packages are looked for.</param>
/// <param name="runner">Runs <c>eval</c> and <c>report</c>.</param>
public sealed class HostProfiles(Inventory inventory, IPackagePlaces places, INodeRunner runner)
{
    /// <summary>The attribute that says whether <c>/etc/hosts</c> of a host names all others.</summary>
    public const string PeersAttribute = "hosts.peers";

    /// <summary>With more hosts than this they do not name each other unless the attribute says so: each profile would grow with the cluster.</summary>
    public const int MostPeers = 500;

    private readonly Dictionary<string, PackagePlace> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackageOffer?> _offers = new(StringComparer.Ordinal);
    private string? _peers;

    /// <summary>What the profile of a host is rendered from, secrets masked.</summary>
    /// <param name="host">The host; one of the inventory's.</param>
    /// <exception cref="RefusedException">It has no profile: no OS to install, or no node to begin with.</exception>
    public ProfileRequest Preview(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var attributes = inventory.AttributesOf(host);
        return Request(host, OsChoice.Of(inventory, host), name => Masked(attributes, name), ReportUrls.Mask);
    }

    /// <summary>What the profile of an attempt is rendered from, secrets and all.</summary>
    /// <param name="host">The host; one of the inventory's.</param>
    /// <param name="attempt">Its attempt.</param>
    /// <exception cref="RefusedException">The host has no profile.</exception>
    public ProfileRequest Install(Host host, InstallAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(attempt);
        return Request(host, inventory.Pallets[attempt.Pallet], inventory.AttributesOf(host).Text, attempt.Secret);
    }

    private ProfileRequest Request(Host host, Pallet os, AttributeLookup attributes, string secret)
    {
        string[] sources = [.. PalletsFor(host, os).Select(PlaceOf), .. inventory.CartsIn(host.Box).Select(PlaceOf)];
        return new ProfileRequest
        {
            Host = host.Name.ToString(),
            Root = Root(host, attributes),
            Attributes = attributes,
            Arch = os.Key.Arch,
            System = host.Os,
            Release = os.Key.Version,
            Installer = Installer.Of(os.Key)
                ?? throw new RefusedException(
                    $"pallet {os.Key} is of no release whose installer we know: releases 6 to 10 of Enterprise Linux, Fedora from 40 on, openEuler 20 to 24, "
                        + "Debian 12 and 13, Ubuntu 22.04 to 26.04, Fedora CoreOS and Flatcar are"),
            Frontend = inventory.FrontendOf(host).Address.ToString(),
            Repositories =
            [
                .. PalletsFor(host, os).Select(pallet => Repository(host, $"{pallet.Key.Name}-{pallet.Key.Version}", PlaceOf(pallet), pallet.Key == os.Key)),
                .. inventory.CartsIn(host.Box).Select(cart => Repository(host, $"{cart.Name}-cart", PlaceOf(cart), isInstallSource: false)),
            ],
            Offer = Offer(os, sources),
            Identity = MachineIdentity.Of(attributes),
            HostsFile = HostsLines(host, attributes),
            Users = Read(
                () => NodeUsers.Of(inventory.AttributesOf(host).NamesUnder(NodeUsers.Prefix), name => attributes(name)),
                $"host \"{host.Name}\" has a user that cannot be"),
            Network = NodeNetworkPlan.Of(inventory, host),
            Bmc = BmcSetup.Of(inventory, host),
            Firewall = NodeFirewall.Of(inventory, host),
            Disks = Read(() => Disks(attributes), $"the disks of host \"{host.Name}\" cannot be"),
            ImageBytes = Installer.Of(os.Key) is Installer.Ubuntu ? places.Length($"{PlaceOf(os)}/{Installer.Ubuntu.Image}") : 0,
            Reports = new ReportUrls(inventory.FrontendOf(host).BaseUrl, secret),
            Runner = runner,
        };
    }

    /// <summary>The node a profile begins with: the attribute's, else the one of the host's appliance.</summary>
    private string Root(Host host, AttributeLookup attributes) =>
        attributes("node") is { Length: > 0 } named ? named
        : inventory.Appliances.GetValueOrDefault(host.Appliance)?.Node
            ?? throw new RefusedException($"appliance \"{host.Appliance}\" of host \"{host.Name}\" has no node to begin its profile with; set attribute node");

    private DiskPlan Disks(AttributeLookup attributes)
    {
        var plan = DiskPlan.Of(name => attributes(name));
        return plan.Controllers is { Program: var program } && places.Length(program) == 0
            ? throw new RefusedException($"attribute {ControllerPlan.ProgramAttribute} names {program}, and there is no such file in the export directory")
            : plan;
    }

    private static T Read<T>(Func<T> read, string what)
    {
        try
        {
            return read();
        }
        catch (RefusedException fault)
        {
            throw new RefusedException($"{what}: {fault.Message}");
        }
    }

    private ProfileRepository Repository(Host host, string name, string place, bool isInstallSource)
    {
        var (folders, keys, suites, _) = Look(place);
        return new ProfileRepository(name, $"{inventory.FrontendOf(host).BaseUrl}/install/{place}", isInstallSource)
        {
            Folders = folders,
            Keys = keys,
            Suites = suites,
        };
    }

    private PackagePlace Look(string place)
    {
        if (!_places.TryGetValue(place, out var found))
        {
            _places.Add(place, found = places.Look(place));
        }

        return found;
    }

    /// <summary>What all repositories of a host offer; null when nothing is known of the OS's own.</summary>
    private PackageOffer? Offer(Pallet os, IReadOnlyList<string> sources)
    {
        var all = string.Join('\n', sources);
        if (!_offers.TryGetValue(all, out var offer))
        {
            var isKnown = Installer.Of(os.Key) switch
            {
                Installer.Debian => sources.Any(place => Look(place).Suites.Any(suite => suite.HasInstaller)),
                Installer.Ignition => false,
                Installer.Ubuntu ubuntu => sources.Any(place => Look(place).Suites.Any(suite => suite.Is(ubuntu.Suite))),
                _ => Look(PlaceOf(os)).Offered.Count > 0,
            };
            _offers.Add(all, offer = isKnown ? new PackageOffer([.. sources.SelectMany(place => Look(place).Offered)]) : null);
        }

        return offer;
    }

    /// <summary>The OS's own pallet and those that add to it; another system's add nothing.</summary>
    private IEnumerable<Pallet> PalletsFor(Host host, Pallet os) =>
        inventory.PalletsOf(host).Where(pallet => pallet.Key == os.Key || (!pallet.IsOs && OsChoice.IsOf(pallet, os.Key.Os)));

    private static string PlaceOf(Cart cart) => $"carts/{cart.Name}";

    private static string PlaceOf(Pallet pallet) => $"pallets/{pallet.Key.Folder}";

    private static string? Masked(HostAttributes attributes, string name) =>
        AttributeName.TryParse(name, null, out var parsed) && attributes.Find(parsed) is { } found
            ? found.Value.Shadow ? ReportUrls.Mask : found.Value.Text
            : null;

    /// <summary>The frontend as the host reaches it, and all hosts; where these are many, or the host wants no peers, itself alone.</summary>
    private string HostsLines(Host host, AttributeLookup attributes)
    {
        var frontend = inventory.FrontendOf(host);
        var own = $"{frontend.Address}\t{frontend.Name}.{frontend.Domain} {frontend.Name}\n";
        var namesPeers = AttributeForm.Truth(attributes(PeersAttribute)) ?? inventory.Hosts.Count <= MostPeers;
        return own + (namesPeers ? _peers ??= HostsFile.OfHosts(inventory) : HostsFile.OfHost(inventory, host));
    }
}
