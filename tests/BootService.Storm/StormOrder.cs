using System.Globalization;
using BootService.Firmware;
using BootService.Lab;

namespace BootService.Storm;

/// <summary>What storm is asked for: <c>hosts=1000 firmware=bios,uefi kernel=1 initrd=4 over=0 limit=300 restart=no frontends=1 plot=FILE</c>; several
/// numbers of hosts with commas between them are several storms, one after the other, and a curve.</summary>
/// <param name="Hosts">How many machines; of several storms the first's.</param>
/// <param name="Personas">Which kinds, by turns.</param>
internal sealed record StormOrder(int Hosts, IReadOnlyList<Persona> Personas)
{
    /// <summary>More would need more addresses than the half of the LAN that is theirs has.</summary>
    private const int MostHosts = 100_000;

    private const int MostSeconds = 3600;

    /// <summary>How many machines are on at a time: each is a thread, and one that has none to run on would be late by its own fault.</summary>
    public const int MostOn = 2000;

    /// <summary>How many machines each storm has, in their order.</summary>
    public IReadOnlyList<int> Sizes { get; private init; } = [Hosts];

    /// <summary>Octets of the kernel.</summary>
    public int Kernel { get; private init; } = 1_000_000;

    /// <summary>Octets of the RAM disk.</summary>
    public int Initrd { get; private init; } = 4_000_000;

    /// <summary>How long it takes until all are switched on.</summary>
    public TimeSpan Over { get; private init; }

    /// <summary>When the storm is over in any case.</summary>
    public TimeSpan Limit => Longest ?? TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(0.15 * Hosts);

    private TimeSpan? Longest { get; init; }

    /// <summary>How many frontends share the database; of two one is killed once a third of the machines are done, and the other takes its address.</summary>
    public int Frontends { get; private init; } = 1;

    /// <summary>Whether the daemon is restarted once half of the machines have begun to fetch their loaders.</summary>
    public bool Restart { get; private init; }

    /// <summary>Where the plot goes.</summary>
    public string Plot { get; private init; } = Path.Combine(Checkout.Artifacts, "storm", "storm.svg");

    /// <summary>The order of one of several storms: its own number of machines, and its own plot.</summary>
    public StormOrder Of(int hosts) => this with
    {
        Hosts = hosts,
        Plot = Sizes.Count == 1
            ? Plot
            : Path.Combine(Path.GetDirectoryName(Plot)!, $"{Path.GetFileNameWithoutExtension(Plot)}-{hosts}{Path.GetExtension(Plot)}"),
    };

    /// <exception cref="LabException">A word is not understood, or out of bounds.</exception>
    public static StormOrder Parse(IEnumerable<string> words)
    {
        var order = new StormOrder(1000, [Persona.Bios, Persona.Uefi, Persona.VirtualBox, Persona.Ipxe]);
        foreach (var word in words)
        {
            order = word.Split('=', 2) switch
            {
                ["hosts", var text] when text.Split(',').Select(size => Number(word, size, MostHosts)).ToArray() is var sizes =>
                    order with { Hosts = sizes[0], Sizes = sizes },
                ["firmware", var text] => order with { Personas = [.. text.Split(',').Select(name => PersonaOf(word, name))] },
                ["kernel", var text] => order with { Kernel = Number(word, text, 100) * 1_000_000 },
                ["initrd", var text] => order with { Initrd = Number(word, text, 500) * 1_000_000 },
                ["over", var text] => order with { Over = TimeSpan.FromSeconds(Number(word, text, MostSeconds, least: 0)) },
                ["limit", var text] => order with { Longest = TimeSpan.FromSeconds(Number(word, text, MostSeconds)) },
                ["restart", "yes" or "no"] => order with { Restart = word.EndsWith("yes", StringComparison.Ordinal) },
                ["frontends", "1" or "2"] => order with { Frontends = word[^1] - '0' },
                ["plot", var text] => order with { Plot = Path.GetFullPath(text) },
                _ => throw new LabException(
                    $"\"{word}\" is not understood; storm takes hosts= firmware= kernel= and initrd= (MB) over= and limit= (seconds) restart=yes frontends=2 "
                        + "plot="),
            };
        }

        return order is { Frontends: 2, Restart: true } ? throw new LabException("of two frontends one is killed: leave restart=yes out") : order;
    }

    private static int Number(string word, string text, int most, int least = 1) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new LabException($"\"{word}\": a whole number from {least} to {most} is needed");

    private static Persona PersonaOf(string word, string name) =>
        Persona.All.FirstOrDefault(known => known.Name == name)
        ?? throw new LabException($"\"{word}\": there is no firmware \"{name}\"; there are {string.Join(", ", Persona.All.Select(known => known.Name))}");
}
