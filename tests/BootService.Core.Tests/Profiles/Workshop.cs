using System.Text;
using BootService.Core.Installers;
using BootService.Core.Profiles;

namespace BootService.Core.Tests.Profiles;

/// <summary>Libraries and requests for tests.</summary>
internal static class Workshop
{
    /// <summary>The page's extend-base.xml.</summary>
    public static string SeedExtendBase =>
        File.ReadAllText(Path.Combine(Golden.Repository("tests"), "BootService.Core.Tests/Profiles/testdata/extend-base.xml"));

    public static NodeDocument Document(string name, string text, string version = "1") =>
        new(name, $"nodes/{name}.xml", version, Encoding.UTF8.GetBytes(text));

    public static NodeLibrary Library(string name, params (string Name, string Text)[] nodes) =>
        new(name, [.. nodes.Select(node => Document(node.Name, node.Text))], [], []);

    public static NodeDocument Graph(string text) => new("graph", "graphs/default/graph.xml", "1", Encoding.UTF8.GetBytes(text));

    /// <summary>What we ship.</summary>
    public static NodeLibrary BootFiles()
    {
        var root = Golden.Repository("bootfiles");
        return new NodeLibrary("bootfiles", Read("nodes"), Read("graphs/default"), []);

        NodeDocument[] Read(string folder) =>
        [
            .. Directory.GetFiles(Path.Combine(root, folder), "*.xml").Order(StringComparer.Ordinal)
                .Select(path => new NodeDocument(Path.GetFileNameWithoutExtension(path), $"{folder}/{Path.GetFileName(path)}", "1", File.ReadAllBytes(path))),
        ];
    }

    public static ProfileRequest Request(string release, params (string Name, string Value)[] attributes)
    {
        var values = attributes.ToDictionary(pair => pair.Name, pair => pair.Value);
        return new ProfileRequest
        {
            Host = "backend-0-0",
            Root = "backend",
            Attributes = values.GetValueOrDefault,
            Release = release,
            Installer = new Installer.Anaconda(AnacondaGenerations.Of(release)!.Value),
            Frontend = "10.1.1.1",
        };
    }

    /// <summary>A node "backend" with the given sections, rendered alone.</summary>
    public static ProfileAnswer Render(string sections, params (string Name, string Value)[] attributes) =>
        ProfileTemplates.Compile([Library("site-profiles", ("backend", $"<kickstart>\n{sections}\n</kickstart>"))])
            .Render(Request("6.6", attributes));

    public static string Kickstart(ProfileAnswer answer) => answer switch
    {
        ProfileAnswer.Rendered(var profile) => profile.ToAnswerText(),
        ProfileAnswer.Refused(var faults) => throw new InvalidOperationException(string.Join('\n', faults)),
        _ => throw new InvalidOperationException(),
    };

    public static IReadOnlyList<ProfileFault> Faults(ProfileAnswer answer) =>
        answer is ProfileAnswer.Refused(var faults) ? faults : throw new InvalidOperationException("the profile rendered");
}
