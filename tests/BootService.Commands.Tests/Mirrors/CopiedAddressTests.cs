using BootService.Commands.Tests.Pallets;
using BootService.Commands.Tests.Support;
using BootService.Media.Mirrors.Apt;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>Addresses of repositories as people copy them: from further down, with the query of a page or a token, or of a list of servers.</summary>
public sealed class CopiedAddressTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);
    private readonly string _site;
    private readonly RepositoryServer _server;

    public CopiedAddressTests()
    {
        _site = Directory.CreateDirectory(Path.Combine(_stack.Folder, "site")).FullName;
        TestMedia.Rpm(Path.Combine(_site, "tools/Packages"), "mesos", "0.21.0");
        TestMedia.Rpm(Path.Combine(_site, "tools/Packages"), "chronos", "2.3");
        TestMedia.Repository(Path.Combine(_site, "tools"));
        _server = new RepositoryServer(_site);
    }

    public void Dispose()
    {
        _server.Dispose();
        _stack.Dispose();
    }

    [Theory]
    [InlineData("http://a/debian", null, "http://a/debian/", null)]
    [InlineData("http://a/debian", "trixie", "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/Release", null, "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/InRelease", "trixie", "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/Release.gpg?x=1#top", null, "http://a/debian/?x=1", "trixie")]
    [InlineData("http://a/debian/dists/trixie", null, "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/", "bookworm", "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/", "bookworm", "http://a/debian/", "bookworm")]
    [InlineData("http://a/debian/dists/", null, "http://a/debian/", null)]
    [InlineData("http://a/debian/dists/trixie/main", "trixie", "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/main/binary-amd64/Packages.gz", null, "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/main/binary-amd64/Release", null, "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/trixie/main/debian-installer/binary-amd64/", null, "http://a/debian/", "trixie")]
    [InlineData("http://a/debian/dists/bookworm/tools/7.0/Release", null, "http://a/debian/", "bookworm/tools/7.0")]
    [InlineData("http://a/debian/dists/bookworm/tools/7.0/main/binary-amd64/", "bookworm/tools/7.0", "http://a/debian/", "bookworm/tools/7.0")]
    [InlineData("file:///srv/a/dists/trixie/Release", null, "file:///srv/a/", "trixie")]
    public void What_lies_below_dists_says_the_suite(string url, string? said, string root, string? suite) =>
        Assert.Equal(new AptAddress(new Uri(root), suite), AptAddress.Of(url, said));

    [Theory]
    [InlineData("dists/stable/Release", "")]
    [InlineData("dists/stable/InRelease", "suite=stable")]
    [InlineData("dists/stable/main/binary-amd64/Packages.gz", "")]
    [InlineData("?token=s3cret", "suite=stable")]
    public void A_suite_is_mirrored_by_an_address_that_was_copied(string copied, string more)
    {
        using var maker = new AptRepository(Path.Combine(_site, "apt"), "stable").Add("main", "tool", "1.0").Publish();
        var output = _stack.Do([.. new[] { "create", "mirror", $"{_server.Url}apt/{copied}", "name=tools", more }.Where(word => word.Length > 0)]);
        Assert.Contains("made tools with 1 packages; next: stack add pallet tools", output.Messages);
        Assert.DoesNotContain("s3cret", string.Join('\n', output.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_of_apt_whose_suite_nobody_says_is_called_one()
    {
        using var maker = new AptRepository(Path.Combine(_site, "apt"), "stable").Add("main", "tool", "1.0").Publish();
        Assert.Equal(
            $"{_server.Url}apt/ is a repository of apt: say which suite of it, such as suite=trixie", _stack.Refused("create", "mirror", $"{_server.Url}apt"));

        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_site, "flat")).FullName, "Release"), "Origin: flat\n");
        Assert.Equal(
            $"{_server.Url}flat/ is a repository of apt without suites: say so by suite=./, as its line for apt does",
            _stack.Refused("create", "mirror", $"{_server.Url}flat/"));
    }

    [Theory]
    [InlineData("apt/", "suite=bookworm/tools/7.0")]
    [InlineData("apt/dists/bookworm/tools/7.0/InRelease", "")]
    public void A_suite_in_the_folder_of_another_keeps_its_place(string address, string more)
    {
        using var maker = new AptRepository(Path.Combine(_site, "apt"), "bookworm/tools/7.0").Add("main", "tool", "1.0").Publish();
        var output = _stack.Do(
            [.. new[] { "create", "mirror", _server.Url + address, $"key={maker.Key}", more }.Where(word => word.Length > 0)]);
        Assert.Equal(["made bookworm-tools-7.0 with 1 packages; next: stack add pallet bookworm-tools-7.0"], output.Messages);
        _stack.Type("add pallet bookworm-tools-7.0");
        var pallet = Path.Combine(_stack.Pallets, "bookworm-tools-7.0/1.0/debian/x86_64");
        Assert.True(File.Exists(Path.Combine(pallet, "dists/bookworm/tools/7.0/InRelease")));
        Assert.True(File.Exists(Path.Combine(pallet, "keys/bookworm-tools-7.0.gpg")));
    }

    [Fact]
    public void A_suite_beside_the_address_of_another_is_refused() =>
        Assert.Contains(
            "the address is of suite \"stable\" and suite= says \"trixie\"",
            _stack.NotUnderstood("create", "mirror", $"{_server.Url}apt/dists/stable/Release", "suite=trixie"), StringComparison.Ordinal);

    [Theory]
    [InlineData("tools/?C=M;O=D")]
    [InlineData("tools?C=M;O=D")]
    [InlineData("tools/repodata/repomd.xml?token=a%2Fb&x=1")]
    [InlineData("tools/#top")]
    public void The_query_of_an_address_stays_behind_the_path_of_each_file_and_is_in_no_sentence(string copied)
    {
        var output = _stack.Do("create", "mirror", _server.Url + copied);
        Assert.Contains("updates-1.0-0.x86_64.disk1.iso with 2 packages", Assert.Single(output.Messages), StringComparison.Ordinal);
        var query = copied.Contains('?', StringComparison.Ordinal) ? copied[copied.IndexOf('?', StringComparison.Ordinal)..] : "";
        Assert.All(
            _server.Queries.Where(asked => asked.Name.StartsWith("tools/", StringComparison.Ordinal)), asked => Assert.Equal(query, asked.Query));
        Assert.Contains(_server.Queries, asked => asked.Name.EndsWith(".rpm", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_stack.Folder, "copied.repo"), $"[copied]\nbaseurl={_server.Url}{copied}\n");
        Assert.Contains("with 2 packages", Assert.Single(_stack.Type("create mirror repoid=copied repoconfig=copied.repo").Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_goes_to_no_other_folder_of_the_server()
    {
        File.WriteAllText(Path.Combine(_site, "list"), $"# servers\n{_server.Url}tools/\n");
        _stack.Do("create", "mirror", $"{_server.Url}list?repo=tools&arch=x86_64");
        Assert.Contains(_server.Queries, asked => asked is { Name: "list", Query: "?repo=tools&arch=x86_64" });
        Assert.All(
            _server.Queries.Where(asked => asked.Name.StartsWith("tools/", StringComparison.Ordinal)), asked => Assert.Equal("", asked.Query));
    }

    [Theory]
    [InlineData("mirrorlist", "{0}tools/\n")]
    [InlineData(
        "metalink",
        """
        <metalink version="3.0" xmlns="http://www.metalinker.org/"><files><file name="repomd.xml"><resources>
        <url protocol="http">{0}tools/repodata/repomd.xml</url></resources></file></files></metalink>
        """)]
    public void A_list_of_servers_is_followed_where_its_address_is_given(string name, string text)
    {
        File.WriteAllText(Path.Combine(_site, name), text.Replace("{0}", _server.Url, StringComparison.Ordinal));
        Assert.Contains("with 2 packages", Assert.Single(_stack.Do("create", "mirror", _server.Url + name).Messages), StringComparison.Ordinal);
    }
}
