using BootService.Commands.Tests.Support;
using BootService.Core.Inventories;
using BootService.Core.Pallets;
using BootService.Core.Repositories;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>Repositories of apt without suites, whose lists lie in a folder beside or above the packages.</summary>
public sealed class FlatMirrorTests : IDisposable
{
    private readonly Bench _stack = new();
    private readonly AptRepository _maker;
    private readonly RepositoryServer _server;

    public FlatMirrorTests()
    {
        _maker = new AptRepository(Path.Combine(_stack.Folder, "site"), "unused").Add("main", "tool", "1.0").Add("main", "tool", "2.0");
        _server = new RepositoryServer(_maker.Root);
    }

    private string Mirror => Path.Combine(_stack.Folder, "tools/tools/1.0/debian/x86_64");

    public void Dispose()
    {
        _server.Dispose();
        _maker.Dispose();
        _stack.Dispose();
    }

    [Theory]
    [InlineData("", "./")]
    [InlineData("", "/")]
    [InlineData("amd64", "amd64/")]
    public void Its_packages_become_those_of_a_suite_that_the_frontend_signs(string folder, string suite)
    {
        _maker.PublishFlat(folder);
        Assert.Equal(
            ["made tools with 2 packages; next: stack add pallet tools"],
            _stack.Type($"create mirror {_server.Url} suite={suite} name=tools key={_maker.Key}").Messages);
        Assert.True(File.Exists(Path.Combine(Mirror, "pool/main/tool_2.0_all.deb")));
        var place = Path.Combine(Mirror, "dists/tools");
        AptRepository.Run("gpgv", ["--keyring", Path.Combine(Mirror, AptSuite.KeyOf("tools")), Path.Combine(place, "InRelease")]);
        var release = AptRelease.Parse("tools", File.ReadAllText(Path.Combine(place, "Release")))!;
        Assert.Equal(["main/binary-amd64"], release.ListFolders("main", "amd64"));
        Assert.Contains(release.Heading, line => line == "Suite: tools");
        Assert.Contains(release.Heading, line => line.StartsWith("Date: ", StringComparison.Ordinal));
        _stack.Type("add pallet tools");
        Assert.Equal(["tools", "1.0", "0", "x86_64", "debian", ""], _stack.Type("list pallet").Rows.Single());
    }

    [Fact]
    public void What_nobody_signed_is_said_and_refused_where_a_key_is_given()
    {
        _maker.PublishFlat("", isSigned: false);
        Assert.Equal(
            $"{_server.Url} is a repository of apt without suites: say so by suite=./, as its line for apt does",
            _stack.Refused("create", "mirror", _server.Url));
        Assert.Contains("is not signed", _stack.Refused("create", "mirror", _server.Url, "suite=./", "name=tools", $"key={_maker.Key}"),
            StringComparison.Ordinal);
        var output = _stack.Type($"create mirror {_server.Url} suite=./ name=tools newest=yes");
        Assert.Contains($"{_server.Url} is not signed: nothing vouches for its packages but the server they came from", output.Messages);
        Assert.Contains("made tools with 1 packages; next: stack add pallet tools", output.Messages);
    }

    [Theory]
    [InlineData("suite=none/", "has no Packages, so it is no flat repository of apt")]
    [InlineData("suite=../etc/", "suite \"..\" is not a word")]
    [InlineData("arch=aarch64", "has no packages for aarch64")]
    public void What_is_not_there_is_refused(string word, string said)
    {
        _maker.Add("main", "bound", "1", list: "binary-amd64").PublishFlat("");
        var list = Path.Combine(_maker.Root, "Packages");
        File.Delete(Path.Combine(_maker.Root, "InRelease"));
        File.Delete(Path.Combine(_maker.Root, "Release"));
        File.WriteAllText(list, File.ReadAllText(list).Replace("Architecture: all", "Architecture: amd64", StringComparison.Ordinal));
        var suite = word.StartsWith("suite", StringComparison.Ordinal) ? [] : (string[])["suite=./"];
        Assert.Contains(said, _stack.Refused(["create", "mirror", _server.Url, .. suite, word]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_refuses_the_pallet_in_the_end_refuses_it_before_anything_is_fetched()
    {
        _maker.PublishFlat("");
        foreach (var os in (string[])["debian", "redhat"])
        {
            var key = new PalletKey("tools", "1.0", os, "x86_64");
            await _stack.Appliance.CommitAsync(
                _ => new Core.Stores.Proposal<bool>(true, [new Change.PalletSet(new Pallet(key) { Release = "7" })]), TestContext.Current.CancellationToken);
        }

        Assert.StartsWith(
            "pallet tools 1.0 x86_64 is here in release \"7\"", _stack.Refused("create", "mirror", _server.Url, "suite=./", "name=tools", "enable=yes"),
            StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Asked, asked => asked.EndsWith(".deb", StringComparison.Ordinal));
        _server.Asked.Clear();
        Assert.StartsWith(
            "pallet tools 1.0 x86_64 is here in release \"7\"", _stack.Refused("create", "mirror", _server.Url, "name=tools", "enable=yes"),
            StringComparison.Ordinal);
        Assert.Empty(_server.Asked);
    }
}
