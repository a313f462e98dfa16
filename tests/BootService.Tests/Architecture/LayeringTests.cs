using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace BootService.Tests.Architecture;

/// <summary>Who may import whom (ARCHITECTURE.md): read from the built assemblies and the sources, so that a shortcut fails here first.</summary>
public partial class LayeringTests
{
    [Theory]
    [InlineData("BootService.Protocols", "")]
    [InlineData("BootService.Core", "BootService.Protocols")]
    [InlineData("BootService.Storage", "BootService.Protocols BootService.Core")]
    [InlineData("BootService.Storage.Postgres", "BootService.Protocols BootService.Core BootService.Storage")]
    [InlineData("BootService.Platform", "")]
    [InlineData("BootService.Media", "BootService.Protocols BootService.Core BootService.Platform")]
    [InlineData("BootService.Commands", "BootService.Protocols BootService.Core BootService.Media")]
    [InlineData("BootService.Contracts", "")]
    [InlineData("BootService.Firmware", "BootService.Protocols")]
    public void A_room_imports_only_the_rooms_below_it(string room, string allowed)
    {
        var imported = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("BootService", StringComparison.Ordinal));
        Assert.Empty(imported.Except(allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("BootService.Protocols")]
    [InlineData("BootService.Core")]
    public void Values_and_decisions_do_no_input_or_output(string room)
    {
        var imported = Assembly.Load(room).GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.DoesNotContain(
            imported, name => name.StartsWith("Microsoft.", StringComparison.Ordinal)
                || name is "System.Net.Sockets" or "System.Net.Http" or "System.IO.FileSystem" or "System.Diagnostics.Process");

        // File and Directory live in the runtime's core assembly, which everybody references: the sources tell.
        var uses = Directory.EnumerateFiles(SourceTree.Path("src", room), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal))
            .Where(file => FileAccess().IsMatch(File.ReadAllText(file)));
        Assert.Empty(uses);
    }

    [Theory]
    [InlineData("BootService.Core")]
    [InlineData("BootService.Commands")]
    public void Verbs_and_decisions_leave_the_web_programs_and_system_calls_to_others(string room)
    {
        var assembly = Assembly.Load(room);
        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name is "System.Net.Http" or "System.Diagnostics.Process");
        var native = assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.Attributes.HasFlag(MethodAttributes.PinvokeImpl));
        Assert.Empty(native);
    }

    [Fact]
    public void Programs_are_started_in_one_place()
    {
        var starters = Directory.EnumerateFiles(SourceTree.Path("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => ProcessStart().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(SourceTree.Path("src"), file));
        Assert.Equal(["BootService.Platform/Programs/ProgramRunner.cs"], starters);
    }

    [Fact]
    public void The_command_line_tool_knows_the_contracts_and_its_machine_only()
    {
        var project = File.ReadAllText(SourceTree.Path("src", "BootService.Cli", "BootService.Cli.csproj"));
        Assert.Equal(["BootService.Contracts", "BootService.Platform"], CodeReference().Matches(project).Select(match => match.Groups["room"].Value).ToArray());
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        var files = Directory.EnumerateFiles(SourceTree.Path("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (Name: Path.GetRelativePath(SourceTree.Root, file), Lines: File.ReadLines(file).Count()))
            .ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.Lines > 400);
        Assert.InRange(files.Select(file => file.Lines).Order().ElementAt(files.Count / 2), 1, 100);
    }

    [GeneratedRegex(
        @"\b(File|Directory)\.(Read|Write|Open|Exists|Create|Delete|Enumerate|Move|Copy)|new FileStream|new FileInfo|Process\.Start|new Socket\(",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileAccess();

    [GeneratedRegex(@"\bProcess\.Start\(|\bnew Process\b|\bProcessStartInfo\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProcessStart();

    // One whose assembly is not referenced is run while building, and nothing of it is known to the code.
    [GeneratedRegex(@"ProjectReference Include=""\.\./(?<room>[A-Za-z.]+)/[^""]+"" />", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeReference();
}
