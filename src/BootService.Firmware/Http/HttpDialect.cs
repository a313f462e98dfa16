namespace BootService.Firmware.Http;

/// <summary>How one program asks over HTTP.</summary>
/// <param name="Name">The program.</param>
/// <param name="UserAgent">What it calls itself.</param>
/// <param name="Headers">Further header lines, each <c>Name: value</c>.</param>
public sealed record HttpDialect(string Name, string UserAgent, IReadOnlyList<string> Headers)
{
    /// <summary>Whether it asks by HEAD first and needs the length from it.</summary>
    public bool HeadsFirst { get; init; }

    /// <summary>edk2's HTTP boot (docs/firmware.md).</summary>
    public static HttpDialect Edk2 { get; } = new("UEFI HTTP boot", "UefiHttpBoot/1.0", ["Accept: */*"]) { HeadsFirst = true };

    /// <summary>iPXE: GET alone.</summary>
    public static HttpDialect Ipxe { get; } = new("iPXE", "iPXE/1.21.1", ["Connection: keep-alive"]);

    /// <summary>Anaconda with <c>kssendmac</c>: it names its cards.</summary>
    public static HttpDialect Anaconda(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new("the installer", "anaconda/21.48.22.147-1", ["X-Anaconda-Architecture: x86_64", $"X-RHN-Provisioning-MAC-0: eth0 {machine.Mac}"]);
    }

    /// <summary>Debian's installer, by wget.</summary>
    public static HttpDialect Debian { get; } = new("the installer", "Wget/1.25.0", ["Accept: */*", "Accept-Encoding: identity"]);

    /// <summary>What reads the seed of Ubuntu's installer.</summary>
    public static HttpDialect CloudInit { get; } = new("cloud-init", "Cloud-Init/24.4", ["Accept: */*"]);

    /// <summary>What configures image systems.</summary>
    public static HttpDialect Ignition { get; } = new(
        "Ignition", "Ignition/2.20.0", ["Accept: application/vnd.coreos.ignition+json;version=3.5.0, */*;q=0.1", "Accept-Encoding: identity"]);

    /// <summary>The installer's own look for packages.</summary>
    public static HttpDialect Packages { get; } = new("the installer", "urlgrabber/3.10", []);
}
