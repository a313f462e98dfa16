using BootService.Commands.Tests.Pallets;
using BootService.Commands.Tests.Support;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Mirrors;
using BootService.Media.Repositories;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>Repositories as createrepo_c makes them, over HTTP and from files, with the page's own lines.</summary>
public sealed class MirrorTests : IDisposable
{
    private const string Chronos = "Packages/chronos-2.3-1.noarch.rpm";
    private const string Old = "Packages/mesos-0.21.0-1.noarch.rpm";
    private const string New = "Packages/mesos-0.21.1-1.noarch.rpm";

    private readonly Bench _stack = new(nodes: false);
    private readonly string _site;
    private readonly RepositoryServer _server;

    public MirrorTests()
    {
        _site = Directory.CreateDirectory(Path.Combine(_stack.Folder, "site")).FullName;
        TestMedia.Rpm(Path.Combine(_site, "mesosphere/Packages"), "mesos", "0.21.0");
        TestMedia.Rpm(Path.Combine(_site, "mesosphere/Packages"), "mesos", "0.21.1");
        TestMedia.Rpm(Path.Combine(_site, "mesosphere/Packages"), "chronos", "2.3");
        TestMedia.Repository(Path.Combine(_site, "mesosphere"));
        _server = new RepositoryServer(_site);
        File.WriteAllText(
            Path.Combine(_stack.Folder, "yum.repo"),
            $"[mesosphere]\nname=Mesosphere\nbaseurl={_server.Url}mesosphere/\nenabled=0\n[other]\nbaseurl=http://127.0.0.1:1/\n");
    }

    public void Dispose()
    {
        _server.Dispose();
        _stack.Dispose();
    }

    [Fact]
    public void What_the_repository_s_file_leaves_out_is_not_fetched()
    {
        File.WriteAllText(Path.Combine(_stack.Folder, "part.repo"), $"[part]\nbaseurl={_server.Url}mesosphere/\nexcludepkgs=mesos-0.21.0*\n");
        _stack.Type("create mirror repoid=part repoconfig=part.repo");
        Assert.Equal(
            ["chronos-2.3-1.noarch.rpm", "mesos-0.21.1-1.noarch.rpm"],
            Directory.EnumerateFiles(Path.Combine(_stack.Folder, "part/RPMS")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        File.WriteAllText(Path.Combine(_stack.Folder, "part.repo"), $"[part]\nbaseurl={_server.Url}mesosphere/\nincludepkgs=nosuch\n");
        Assert.EndsWith(
            "has no packages that repository \"part\" wants, as its includepkgs and excludepkgs say",
            _stack.Refused("create", "mirror", "repoid=part", "repoconfig=part.repo"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_s_repository_becomes_a_disc_and_the_disc_a_pallet()
    {
        var output = _stack.Type("create mirror repoid=mesosphere newest=true repoconfig=yum.repo");
        Assert.Equal(
            "made mesosphere/mesosphere-1.0-0.x86_64.disk1.iso with 2 packages; next: stack add pallet mesosphere/mesosphere-1.0-0.x86_64.disk1.iso",
            Assert.Single(output.Messages));
        _stack.Type("add pallet mesosphere/mesosphere-1.0-0.x86_64.disk1.iso");
        _stack.Type("enable pallet mesosphere");
        Assert.Equal(["mesosphere", "1.0", "0", "x86_64", "redhat", "default"], _stack.Type("list pallet").Rows.Single());
        var pallet = Path.Combine(_stack.Pallets, "mesosphere/1.0/redhat/x86_64");
        Assert.Equal(["RPMS/chronos-2.3-1.noarch.rpm", "RPMS/mesos-0.21.1-1.noarch.rpm"], TestMedia.Listed(pallet));
        Assert.True(
            File.ReadAllBytes(Path.Combine(_site, "mesosphere", New)).AsSpan()
                .SequenceEqual(File.ReadAllBytes(Path.Combine(pallet, "RPMS/mesos-0.21.1-1.noarch.rpm"))));
        Assert.Equal(
            ["RPMS", "mesosphere-1.0-0.x86_64.disk1.iso"],
            Directory.EnumerateFileSystemEntries(Path.Combine(_stack.Folder, "mesosphere")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_mirror_may_be_put_to_use_at_once()
    {
        _stack.Type("add box test");
        Assert.StartsWith(
            "unknown box \"tset\"", _stack.Refused("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo", "enable=yes", "box=tset"),
            StringComparison.Ordinal);
        Assert.Equal(
            ["made mesosphere/mesosphere-1.0-0.noarch.disk1.iso with 3 packages", "added pallet mesosphere 1.0 noarch and enabled it in box test"],
            _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo arch=noarch enable=yes box=test").Messages);
        _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo arch=noarch enable=yes");
        Assert.Equal(["mesosphere", "1.0", "0", "noarch", "redhat", "default test"], _stack.Type("list pallet").Rows.Single());
    }

    [Fact]
    public void A_proxy_is_asked_where_one_is_named()
    {
        // A proxy is told the whole address: here, of a host that does not exist.
        using var proxy = new RepositoryServer(_site, proxy: true);
        File.WriteAllText(Path.Combine(_stack.Folder, "proxied.repo"), $"[mesosphere]\nbaseurl=http://mirror.invalid/mesosphere/\nproxy={proxy.Url}\n");
        Assert.Contains(
            "with 3 packages", Assert.Single(_stack.Type("create mirror repoid=mesosphere repoconfig=proxied.repo").Messages), StringComparison.Ordinal);
        Assert.Contains("mesosphere/" + New, proxy.Asked);
    }

    [Fact]
    public void A_mirror_s_metadata_are_the_repository_s_own_lists_of_what_was_taken()
    {
        var site = Path.Combine(_site, "mesosphere");
        File.WriteAllText(Path.Combine(_stack.Folder, "comps.xml"), "<comps><group><id>core</id><name>Core</name></group></comps>");
        File.WriteAllText(Path.Combine(_stack.Folder, "modules.yaml"), "---\ndocument: modulemd\n");
        TestMedia.Repository(site, "--groupfile", Path.Combine(_stack.Folder, "comps.xml"));
        TestMedia.Run("modifyrepo_c", "--mdtype=modules", Path.Combine(_stack.Folder, "modules.yaml"), Path.Combine(site, "repodata"));
        _stack.Type("create mirror repoid=mesosphere newest=true repoconfig=yum.repo");
        _stack.Type("add pallet mesosphere/mesosphere-1.0-0.x86_64.disk1.iso");
        var pallet = Path.Combine(_stack.Pallets, "mesosphere/1.0/redhat/x86_64");
        Assert.Equal(["filelists", "group", "group_gz", "modules", "other", "primary"], Parts(pallet).Order(StringComparer.Ordinal));
        Assert.Equal("chronos mesos", Ask(pallet, "*", "%{name}"));
        Assert.Equal("RPMS/mesos-0.21.1-1.noarch.rpm", Ask(pallet, "/opt/mesos/file", "%{relativepath}"));
        Assert.Contains("Core", Dnf(pallet, "group", "list", "--hidden"), StringComparison.Ordinal);

        // Every list says how many packages it has, and every sum and size is that of its file.
        TestMedia.Run(
            "bash", "-c", $"cd '{pallet}' && createrepo_c --quiet --no-database --outputdir '{_stack.Folder}' . && for list in primary filelists other; do [ "
                + "\"$(zcat repodata/*-$list.xml.gz | grep -c 'packages=\"2\"')\" = 1 ] && [ \"$(zcat repodata/*-$list.xml.gz | grep -c '^<package ')\" = 2 ] "
                    + "|| exit 1; done");
    }

    [Theory]
    [InlineData("sed -i 's/<name>chronos/<!-- a comment --><name>chronos/' primary.xml")]
    [InlineData("sed -i 's/<package pkgid/<package id/' filelists.xml")]
    [InlineData("sed -i '/<package /,/<\\/package>/d' other.xml")]
    [InlineData("rm filelists.xml")]
    public void Metadata_that_cannot_be_taken_over_are_made_of_the_packages(string change)
    {
        var metadata = Path.Combine(_site, "mesosphere/repodata");
        TestMedia.Run(
            "bash", "-c", $"cd '{metadata}' && for list in primary filelists other; do zcat *-$list.xml.gz >$list.xml; done && {change} && rm *.gz repomd.xml "
                + "&& echo '<repomd/>' >repomd.xml && for list in primary filelists other; do [ ! -e $list.xml ] || modifyrepo_c --mdtype=$list $list.xml . || "
                    + "exit 1; done");
        _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
        _stack.Type("add pallet mesosphere/mesosphere-1.0-0.x86_64.disk1.iso");
        var pallet = Path.Combine(_stack.Pallets, "mesosphere/1.0/redhat/x86_64");
        Assert.Equal(["RPMS/chronos-2.3-1.noarch.rpm", "RPMS/mesos-0.21.0-1.noarch.rpm", "RPMS/mesos-0.21.1-1.noarch.rpm"], TestMedia.Listed(pallet));
        Assert.Equal("3", TestMedia.Run("bash", "-c", $"zcat '{pallet}'/repodata/*-filelists.xml.gz | grep -c '/file</file>'").Trim());
    }

    [Fact]
    public void With_a_key_every_package_must_be_signed_with_it()
    {
        var key = TestMedia.Sign(_stack.Folder, Path.Combine(_site, "mesosphere", Chronos));
        TestMedia.Repository(Path.Combine(_site, "mesosphere"));
        var (end, output) = _stack.Try("create", "mirror", "repoid=mesosphere", "newest=true", "repoconfig=yum.repo", $"key={key}");
        Assert.StartsWith("1 of 2 packages of mesosphere are not signed with ", end.Sentence, StringComparison.Ordinal);
        Assert.Contains("mesos-0.21.1-1.noarch.rpm is not signed with ", Assert.Single(output.Faults), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_stack.Folder, "*.iso", SearchOption.AllDirectories));

        TestMedia.Sign(_stack.Folder, Path.Combine(_site, "mesosphere", New));
        TestMedia.Repository(Path.Combine(_site, "mesosphere"));
        Assert.Contains(
            "with 2 packages", Assert.Single(_stack.Type($"create mirror repoid=mesosphere newest=true repoconfig=yum.repo key={key}").Messages),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("repodata/repomd.xml")]
    [InlineData("repodata/")]
    [InlineData("repodata")]
    public void An_address_that_was_copied_from_the_index_is_that_of_its_repository(string copied)
    {
        var output = _stack.Do("create", "mirror", $"{_server.Url}mesosphere/{copied}", "newest=yes");
        Assert.Contains("updates-1.0-0.x86_64.disk1.iso with 2 packages", Assert.Single(output.Messages), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_stack.Folder, "copied.repo"), $"[copied]\nbaseurl={_server.Url}mesosphere/{copied}\n");
        Assert.Contains("with 3 packages", Assert.Single(_stack.Type("create mirror repoid=copied repoconfig=copied.repo").Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_s_folder_of_packages_is_found_by_the_metadata_above_it()
    {
        var output = _stack.Do("create", "mirror", $"{_server.Url}mesosphere/Packages/", "newest=yes", "version=2015-01-20");
        Assert.Contains("updates-2015-01-20-0.x86_64.disk1.iso with 2 packages", Assert.Single(output.Messages), StringComparison.Ordinal);
        _stack.Type("add pallet updates*.iso");
        Assert.Equal(("updates", "2015-01-20"), _stack.Inventory.Pallets.Keys.Select(key => (key.Name, key.Version)).Single());
    }

    [Fact]
    public void A_folder_without_metadata_is_read_from_the_server_s_listing()
    {
        Directory.Delete(Path.Combine(_site, "mesosphere/repodata"), recursive: true);
        _stack.Do("create", "mirror", $"{_server.Url}mesosphere");
        _stack.Type("add pallet updates*.iso");
        Assert.Equal(3, TestMedia.Listed(Path.Combine(_stack.Pallets, "updates/1.0/redhat/x86_64")).Length);
    }

    [Fact]
    public void Addresses_alone_are_listed_and_nothing_is_made()
    {
        var output = _stack.Type("create mirror repoid=mesosphere newest=true urlonly=true repoconfig=yum.repo");
        Assert.Equal([$"{_server.Url}mesosphere/{Chronos}", $"{_server.Url}mesosphere/{New}"], output.Messages);
        Assert.False(Directory.Exists(Path.Combine(_stack.Folder, "mesosphere")));
    }

    [Fact]
    public void A_local_directory_is_mirrored_too()
    {
        _stack.Do("create", "mirror", $"file://{_site}/mesosphere/", "name=local");
        Assert.True(File.Exists(Path.Combine(_stack.Folder, "local-1.0-0.x86_64.disk1.iso")));
    }

    [Fact]
    public void A_connection_that_breaks_goes_on_where_it_ended()
    {
        var size = new FileInfo(Path.Combine(_site, "mesosphere", New)).Length;
        _server.Breaks["mesosphere/" + New] = (int)size / 2;
        _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
        Assert.Contains(_server.Asked, asked => asked.StartsWith($"mesosphere/{New} bytes=", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_fetched_is_named_and_what_was_fetched_is_not_fetched_again()
    {
        _server.Status["mesosphere/" + New] = 404;
        var (end, output) = _stack.Try("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo");
        Assert.Equal(1, end.Exit);
        Assert.Equal($"{_server.Url}mesosphere/{New} cannot be fetched: the server answered 404 NotFound", Assert.Single(output.Faults));
        Assert.Equal(
            $"1 of 3 packages of mesosphere could not be fetched; what was fetched stays in {_stack.Folder}/mesosphere/RPMS: run the command again for the "
                + "rest", end.Sentence);
        Assert.False(File.Exists(Path.Combine(_stack.Folder, "mesosphere/mesosphere-1.0-0.x86_64.disk1.iso")));
        _server.Status.Clear();
        _server.Asked.Clear();
        _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
        Assert.Equal([$"mesosphere/{New}"], _server.Asked.Where(asked => asked.EndsWith(".rpm", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_package_that_is_not_what_the_metadata_say_is_refused()
    {
        var path = Path.Combine(_site, "mesosphere", Old);
        var bytes = File.ReadAllBytes(path);
        bytes[^5] ^= 1;
        File.WriteAllBytes(path, bytes);
        var (_, output) = _stack.Try("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo");
        Assert.Equal($"{_server.Url}mesosphere/{Old} does not have the sha256 sum that the repository states", Assert.Single(output.Faults));
        Assert.Equal(
            ["chronos-2.3-1.noarch.rpm", "mesos-0.21.1-1.noarch.rpm"],
            Directory.EnumerateFiles(Path.Combine(_stack.Folder, "mesosphere/RPMS")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Metadata_that_change_meanwhile_are_said_to()
    {
        var primary = Directory.EnumerateFiles(Path.Combine(_site, "mesosphere/repodata"), "*primary.xml*").Single();
        File.AppendAllText(primary, "x");
        Assert.EndsWith(
            "does not have the sha256 sum that the index states: the repository is being changed, try again later",
            _stack.Refused("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sha256", "", true)]
    [InlineData("sha512", "", true)]
    [InlineData("sha256", "alternate", true)]
    [InlineData("sha512", "wrong", false)]
    public void A_server_whose_index_is_not_the_metalink_s_is_passed_over(string kind, string how, bool comes)
    {
        var index = File.ReadAllBytes(Path.Combine(_site, "mesosphere/repodata/repomd.xml"));
        var sum = Convert.ToHexStringLower(
            System.Security.Cryptography.CryptographicOperations.HashData(new System.Security.Cryptography.HashAlgorithmName(kind.ToUpperInvariant()), index));
        TestMedia.Run("cp", "-a", Path.Combine(_site, "mesosphere"), Path.Combine(_site, "behind"));
        File.AppendAllText(Path.Combine(_site, "behind/repodata/repomd.xml"), "<!-- older -->");
        var other = new string('0', sum.Length);
        File.WriteAllText(Path.Combine(_site, "metalink.xml"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <metalink version="3.0" xmlns="http://www.metalinker.org/" type="dynamic" generator="mirrormanager" xmlns:mm0="http://fedorahosted.org/mirrormanager">
             <files><file name="repomd.xml"><mm0:timestamp>1</mm0:timestamp><size>{index.Length}</size>
              <verification><hash type="md5">{new string('0', 32)}</hash><hash type="{kind}">{(how.Length == 0 ? sum : other)}</hash></verification>
              <mm0:alternates><mm0:alternate><verification><hash type="{kind}">{(how == "alternate" ? sum : other)}</hash></verification></mm0:alternate></mm0:alternates>
              <resources maxconnections="1">
               <url protocol="http" type="http" location="DE" preference="10">{_server.Url}mesosphere/repodata/repomd.xml</url>
               <url protocol="rsync" type="rsync" location="US" preference="99">rsync://127.0.0.1/x/repodata/repomd.xml</url>
               <url protocol="http" type="http" location="US" preference="100">{_server.Url}behind/repodata/repomd.xml</url>
              </resources></file></files>
            </metalink>
            """);
        File.WriteAllText(Path.Combine(_stack.Folder, "yum.repo"), $"[mesosphere]\nname=Mesosphere\nmetalink={_server.Url}metalink.xml\n");
        if (!comes)
        {
            Assert.Equal(
                $"{_server.Url}mesosphere/repodata/repomd.xml is not what the metalink says the index adds up to: the server is behind, or not to be believed",
                _stack.Refused("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo"));
            return;
        }

        _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
        Assert.Equal("behind/repodata/repomd.xml", _server.Asked.First(asked => asked.EndsWith("repomd.xml", StringComparison.Ordinal)));
        Assert.All(
            _server.Asked.Where(asked => asked.Contains(".rpm", StringComparison.Ordinal)),
            asked => Assert.StartsWith("mesosphere/", asked, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<metalink><files><file name=\"repomd.xml\">", "is no metalink")]
    [InlineData("<!DOCTYPE m [<!ENTITY a \"x\">]><metalink>&a;</metalink>", "is no metalink")]
    [InlineData(
        "<metalink xmlns=\"http://www.metalinker.org/\"><files/></metalink>",
        "metalink.xml names no server of repository \"mesosphere\"; give the address of one with url=")]
    public void What_is_no_metalink_is_said(string text, string sentence)
    {
        File.WriteAllText(Path.Combine(_site, "metalink.xml"), text);
        File.WriteAllText(Path.Combine(_stack.Folder, "yum.repo"), $"[mesosphere]\nmetalink={_server.Url}metalink.xml\n");
        Assert.Contains(sentence, _stack.Refused("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo"), StringComparison.Ordinal);
    }

    /// <summary>
    /// Fedora's servers name the same lists a second time for zchunk, beside modules and advisories; what dnf reads must be what the mirror keeps.
    /// </summary>
    [Fact]
    public void Lists_for_zchunk_are_passed_over_and_modules_are_kept()
    {
        var folder = Path.Combine(_site, "mesosphere/repodata");
        File.WriteAllText(Path.Combine(folder, "modules.yaml"), "---\ndocument: modulemd\nversion: 2\n");
        var modules = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "modules.yaml"))));
        var index = File.ReadAllText(Path.Combine(folder, "repomd.xml"));
        File.WriteAllText(Path.Combine(folder, "repomd.xml"), index.Replace("</repomd>", $"""
            <data type="primary_zck"><checksum type="sha256">{new string('1', 64)}</checksum><header-checksum type="sha256">{new string('2', 64)}</header-checksum><location href="repodata/nowhere-primary.xml.zck"/></data>
            <data type="prestodelta"><checksum type="sha256">{new string('3', 64)}</checksum><location href="repodata/nowhere-prestodelta.xml.xz"/></data>
            <data type="modules"><checksum type="sha256">{modules}</checksum><location href="repodata/modules.yaml"/></data>
            </repomd>
            """, StringComparison.Ordinal));
        _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
        _stack.Type("add pallet mesosphere/mesosphere-1.0-0.x86_64.disk1.iso");
        var made = Path.Combine(_stack.Pallets, "mesosphere/1.0/redhat/x86_64/repodata");
        Assert.Equal("---\ndocument: modulemd\nversion: 2\n", File.ReadAllText(Path.Combine(made, "modules.yaml")));
        var kept = File.ReadAllText(Path.Combine(made, "repomd.xml"));
        Assert.Contains("type=\"modules\"", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("zck", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("prestodelta", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fills_up_is_said_and_what_was_fetched_stays()
    {
        var small = Directory.CreateDirectory(Path.Combine(_stack.Folder, "mesosphere")).FullName;
        TestMedia.Run("mount", "-t", "tmpfs", "-o", "size=12k", "none", small);
        try
        {
            Assert.StartsWith(
                $"{small} has room for ", _stack.Refused("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo"), StringComparison.Ordinal);
            TestMedia.Run("mount", "-o", "remount,size=40k", small);
            _stack.Refused("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo");
            Assert.Equal(["RPMS"], Directory.EnumerateFileSystemEntries(small).Select(Path.GetFileName));
            Assert.Equal(3, Directory.EnumerateFiles(Path.Combine(small, "RPMS"), "*.rpm").Count());
            TestMedia.Run("mount", "-o", "remount,size=20m", small);
            _server.Asked.Clear();
            _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
            Assert.DoesNotContain(_server.Asked, asked => asked.EndsWith(".rpm", StringComparison.Ordinal));
        }
        finally
        {
            TestMedia.Run("umount", small);
        }
    }

    [Fact]
    public void Metadata_that_state_a_wrong_size_fetch_nothing_that_is_kept()
    {
        var metadata = Path.Combine(_site, "mesosphere/repodata");
        var primary = Directory.EnumerateFiles(metadata, "*primary.xml*").Single();
        TestMedia.Run(
            "bash", "-c", $"zcat '{primary}' | sed 's/package=\"[0-9]*\"/package=\"100\"/' >'{metadata}/lies.xml' && modifyrepo_c --no-compress "
                + $"--mdtype=primary '{metadata}/lies.xml' '{metadata}'");
        var (end, output) = _stack.Try("create", "mirror", "repoid=mesosphere", "repoconfig=yum.repo");
        Assert.Equal(1, end.Exit);
        Assert.All(output.Faults, fault => Assert.EndsWith(" is longer than the 100 bytes that the repository states", fault, StringComparison.Ordinal));
        Assert.Equal(3, output.Faults.Count);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_stack.Folder, "mesosphere/RPMS"), "*.rpm"));
    }

    [Fact]
    public void Words_that_name_no_repository_are_refused_in_one_sentence()
    {
        Assert.StartsWith("must supply a URL argument or a \"repoid\"", _stack.NotUnderstood("create", "mirror"), StringComparison.Ordinal);
        Assert.EndsWith(
            "yum.repo has the id \"mesospher\": did you mean \"mesosphere\"?", _stack.Refused("create", "mirror", "repoid=mesospher", "repoconfig=yum.repo"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "vault is no address", _stack.Refused("create", "mirror", "vault").Replace("/ is", " is", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith("/nothing/ is not there (404)", _stack.Refused("create", "mirror", $"{_server.Url}nothing"), StringComparison.Ordinal);
        Assert.StartsWith("name \"../x\" is not a word", _stack.Refused("create", "mirror", "http://h/", "name=../x"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_replaced_by_the_daemon_s_own_which_add_pallet_knows()
    {
        // The directory's name is taken by a file: nobody, not even root, can make a folder there.
        File.WriteAllText(Path.Combine(_stack.Folder, "mesosphere"), "x");
        var output = _stack.Type("create mirror repoid=mesosphere repoconfig=yum.repo");
        Assert.StartsWith(
            $"made {_stack.Folder}/export/mirrors/mesosphere/mesosphere-1.0-0.x86_64.disk1.iso with 3 packages", Assert.Single(output.Messages),
            StringComparison.Ordinal);
        File.Delete(Path.Combine(_stack.Folder, "mesosphere"));
        _stack.Type("add pallet mesosphere/mesosphere*.iso");
        Assert.Single(_stack.Inventory.Pallets);
    }

    [Theory]
    [InlineData("http://h/r/", "../../etc/x-1-1.noarch.rpm", true)]
    [InlineData("http://h/r/", "file:///etc/x-1-1.noarch.rpm", false)]
    [InlineData("file:///srv/r/", "../x-1-1.noarch.rpm", false)]
    [InlineData("http://h/r/", "a/..", false)]
    [InlineData("http://h/r/", "a/.rpm", false)]
    [InlineData("http://h/r/", "libstdc++^1#2-1-1.noarch.rpm", true)]
    public void A_location_leads_nowhere_but_to_packages(string repository, string location, bool leads)
    {
        var package = new RpmPackage("x", "noarch", default, location);
        if (leads)
        {
            Assert.Equal("http", MirrorDownload.AddressOf(new Uri(repository), package).Scheme);
        }
        else
        {
            Assert.Throws<RefusedException>(() => MirrorDownload.AddressOf(new Uri(repository), package));
        }
    }

    [Theory]
    [InlineData("gz", "gzip")]
    [InlineData("xz", "xz")]
    [InlineData("zst", "zstd")]
    [InlineData("bz2", "bzip2")]
    public void Lists_of_packages_are_read_however_they_are_packed(string ending, string program)
    {
        var primary = Directory.EnumerateFiles(Path.Combine(_site, "mesosphere/repodata"), "*primary.xml*").Single();
        var packed = Path.Combine(_stack.Folder, "primary.xml." + ending);
        TestMedia.Run("bash", "-c", $"zcat -f '{primary}' | {program} -c >'{packed}'");
        var packages = RepositoryFiles.ReadPackages(packed, packed, "x");
        Assert.Equal([Chronos, Old, New], packages.Select(package => package.Location).Order(StringComparer.Ordinal));
        Assert.All(packages, package => Assert.True(package is { Size: > 0, Arch: "noarch", Checksum.Algorithm: "sha256" }));
        File.WriteAllBytes(packed, "rubbish"u8);
        Assert.Throws<RefusedException>(() => RepositoryFiles.ReadPackages(packed, packed, "x"));
    }

    private string Ask(string repository, string what, string format) =>
        Dnf(repository, "repoquery", "--latest-limit=1", "--qf", format, what).Trim().ReplaceLineEndings(" ");

    /// <summary>What dnf makes of a repository.</summary>
    private string Dnf(string repository, params string[] words) => TestMedia.Run(
        "dnf", ["-q", "--setopt=reposdir=/nonexistent", $"--setopt=cachedir={_stack.Folder}/dnf", "--releasever=1", "--forcearch=x86_64",
            $"--installroot={_stack.Folder}/installed", $"--repofrompath=it,file://{repository}", "--repo=it", .. words]);

    private static IEnumerable<string> Parts(string repository)
    {
        using var index = File.OpenRead(Path.Combine(repository, RepositoryIndex.Location));
        return [.. RepositoryIndex.ReadParts(index).Select(part => part.Type)];
    }
}
