using System.Xml;
using System.Xml.Linq;
using BootService.Core;

namespace BootService.Media.Discs;

/// <summary>What a Stacki pallet's <c>roll-NAME.xml</c> says of it (docs/stacki.md).</summary>
/// <param name="Name">The pallet's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Release">Its release; empty when it has none.</param>
/// <param name="Arch">Its architecture.</param>
/// <param name="Os">Its operating system family, <c>redhat</c> unless it says otherwise.</param>
internal sealed record RollFile(string? Name, string? Version, string Release, string? Arch, string Os)
{
    /// <summary>The operating system family of a pallet that names none.</summary>
    public const string UsualOs = "redhat";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MediaLimits.DescriptionBytes,
    };

    /// <summary>Whether a file of a medium is one.</summary>
    public static bool IsOne(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith("roll-") && name.EndsWith(".xml");
    }

    /// <summary>Reads one; null when it is no XML with a roll in it.</summary>
    public static RollFile? Parse(byte[] text)
    {
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(text), Settings);
            var roll = XDocument.Load(xml).Root;
            var info = roll?.Element("info");
            return roll?.Name.LocalName == "roll" && info is not null
                ? new RollFile(
                    Value(roll, "name"), Value(info, "version"), Value(info, "release") ?? string.Empty, Value(info, "arch"),
                    Value(info, "os") is null or "linux" ? UsualOs : Value(info, "os")!)
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Writes one as Stacki's own tools read it.</summary>
    public static string Write(string name, string version, string release, string arch, DateTimeOffset made, string os = UsualOs) => new XDocument(
        new XElement(
            "roll",
            new XAttribute("name", name),
            new XAttribute("interface", "4.0"),
            new XElement("timestamp", new XAttribute("time", $"{made:HH:mm:ss}"), new XAttribute("date", $"{made:MMMM dd, yyyy}"), new XAttribute("tz", "UTC")),
            new XElement("color", new XAttribute("edge", "white"), new XAttribute("node", "white")),
            new XElement(
                "info", new XAttribute("version", version), new XAttribute("release", release), new XAttribute("arch", arch), new XAttribute("os", os)),
            new XElement(
                "iso", new XAttribute("maxsize", "0"), new XAttribute("addcomps", "0"), new XAttribute("bootable", "0"),
                new XAttribute("mkisofs", string.Empty)),
            new XElement("rpm", new XAttribute("rolls", "0"), new XAttribute("bin", "1"), new XAttribute("src", "0")))) + "\n";

    private static string? Value(XElement element, string attribute) => element.Attribute(attribute)?.Value is { Length: > 0 } value ? value : null;
}
