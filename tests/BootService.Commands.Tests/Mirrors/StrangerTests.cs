using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Mirrors;

/// <summary>Repositories that send elsewhere, have no end, or want more than can be kept.</summary>
public sealed class StrangerTests : IDisposable
{
    private const string Package = "any bytes";
    private readonly Bench _stack = new(nodes: false);
    private readonly List<ScriptedWeb> _servers = [];

    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _stack.Dispose();
    }

    [Fact]
    public void Credentials_go_to_the_origin_they_were_given_for_and_to_no_other()
    {
        var (own, other, third) = (Server(), Server(), Server());
        own.Repository(("a", $"{other.Url}a-1-1.noarch.rpm", null), ("b", "b-1-1.noarch.rpm", null));
        own.Answers["/b-1-1.noarch.rpm"] = answer => answer.Redirect($"{third.Url}c");
        other.Files["/a-1-1.noarch.rpm"] = third.Files["/c"] = Encoding.ASCII.GetBytes(Package);
        Repo($"baseurl={own.Url}\nusername=alice\npassword=SEKRET\n");
        _stack.Type("create mirror repoid=x repoconfig=x.repo");
        Assert.All(own.Seen, seen => Assert.Equal("Basic " + Convert.ToBase64String("alice:SEKRET"u8), seen.Authorization));
        Assert.Equal([null, null], other.Seen.Concat(third.Seen).Select(seen => seen.Authorization));
    }

    [Fact]
    public void A_user_in_an_address_is_sent_and_never_shown()
    {
        var own = Server();
        own.Repository(("a", "a-1-1.noarch.rpm", null));
        own.Files["/a-1-1.noarch.rpm"] = Encoding.ASCII.GetBytes(Package);
        _stack.Do("create", "mirror", own.Url.Replace("http://", "http://alice:SEKRET@", StringComparison.Ordinal), "name=x");
        Assert.All(own.Seen, seen => Assert.Equal("Basic " + Convert.ToBase64String("alice:SEKRET"u8), seen.Authorization));
        own.Files.Remove("/a-1-1.noarch.rpm", out _);
        Directory.Delete(Path.Combine(_stack.Folder, "x"), recursive: true);
        var (_, output) = _stack.Try("create", "mirror", own.Url.Replace("http://", "http://alice:SEKRET@", StringComparison.Ordinal), "name=x");
        Assert.DoesNotContain(output.Faults, fault => fault.Contains("SEKRET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://localhost:1/a-1-1.noarch.rpm")]
    [InlineData("http://127.0.0.2:1/a-1-1.noarch.rpm")]
    [InlineData("http://169.254.169.254/a-1-1.noarch.rpm")]
    [InlineData("http://[::1]:1/a-1-1.noarch.rpm")]
    [InlineData("http://[fe80::1]/a-1-1.noarch.rpm")]
    public void This_machine_and_its_link_are_not_asked_because_a_stranger_says_so(string address)
    {
        var own = Server();
        own.Repository(("a", address, null), ("b", "b-1-1.noarch.rpm", null));
        own.Answers["/b-1-1.noarch.rpm"] = answer => answer.Redirect(address);
        var (end, output) = _stack.Try("create", "mirror", own.Url, "name=x");
        Assert.StartsWith("2 of 2 packages of x could not be fetched", end.Sentence, StringComparison.Ordinal);
        Assert.All(
            output.Faults, fault => Assert.Contains(
                "is this machine or its own link, and only an address that you give may lead there", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Packages_may_lie_where_the_metadata_say()
    {
        var (own, pool) = (Server(), Server());
        own.Repository(("a", "Packages/a-1-1.noarch.rpm", $"{pool.Url}pool/"), ("b", "b-1-1.noarch.rpm", "../else"));
        pool.Files["/pool/Packages/a-1-1.noarch.rpm"] = own.Files["/else/b-1-1.noarch.rpm"] = Encoding.ASCII.GetBytes(Package);
        _stack.Do("create", "mirror", own.Url, "name=x");
        Assert.True(File.Exists(Path.Combine(_stack.Folder, "x/RPMS/b-1-1.noarch.rpm")));
    }

    [Fact]
    public void Mirrors_of_a_list_are_tried_in_turn()
    {
        var (list, first, second) = (Server(), Server(), Server());
        list.Files["/list"] = Encoding.ASCII.GetBytes($"# mirrors\n{first.Url}os/\n{second.Url}os/\n");
        first.Repository("/os", ("a", "a-1-1.noarch.rpm", null));
        second.Files["/os/a-1-1.noarch.rpm"] = Encoding.ASCII.GetBytes(Package);
        Repo($"mirrorlist={list.Url}list\n");
        _stack.Type("create mirror repoid=x repoconfig=x.repo");
        Assert.Contains(first.Seen, seen => seen.Path == "/os/a-1-1.noarch.rpm");
    }

    [Fact]
    public void An_index_without_end_is_refused_after_a_megabyte()
    {
        var own = Server();
        own.Answers["/repodata/repomd.xml"] = answer =>
        {
            answer.SendChunked = true;
            for (var megabyte = 0; megabyte < 100; megabyte++)
            {
                answer.OutputStream.Write(new byte[1 << 20]);
            }
        };
        Assert.Equal($"{own.Url}repodata/repomd.xml is longer than 1 MB, and nothing of its kind is", _stack.Refused("create", "mirror", own.Url));
    }

    [Fact]
    public void A_list_that_becomes_more_than_any_list_does_is_refused()
    {
        var own = Server();
        var bomb = new MemoryStream();
        using (var packer = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            packer.Write("<metadata>"u8);
            var blanks = new byte[1 << 20];
            Array.Fill(blanks, (byte)'\n');
            for (var megabyte = 0; megabyte < 300; megabyte++)
            {
                packer.Write("<a/>"u8);
                packer.Write(blanks.AsSpan(8));
            }
        }

        own.Primary(bomb.ToArray());
        Assert.Contains("primary.xml.gz cannot be read: its ", _stack.Refused("create", "mirror", own.Url), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpgcheck=1\n", "says gpgcheck=1 and names no gpgkey")]
    [InlineData("repo_gpgcheck=1\n", "says repo_gpgcheck=1 and names no gpgkey")]
    [InlineData("gpgcheck=maybe\n", "says gpgcheck=maybe, which cannot be kept here")]
    [InlineData("sslverifystatus=1\n", "says sslverifystatus=1, which cannot be kept here")]
    [InlineData("sslcacert=/no/such/ca.pem\n", "sslcacert=/no/such/ca.pem cannot be used")]
    [InlineData("sslclientcert=/no/such/cert.pem\n", "sslclientcert=/no/such/cert.pem cannot be used")]
    [InlineData("proxy=ftp://h/\n", "proxy= is no address of a proxy")]
    public void What_a_repository_demands_is_kept_or_refused_by_name(string lines, string sentence)
    {
        Repo($"baseurl={Server().Url}\n{lines}");
        Assert.Contains(sentence, _stack.Refused("create", "mirror", "repoid=x", "repoconfig=x.repo"), StringComparison.Ordinal);
    }

    private void Repo(string lines) => File.WriteAllText(Path.Combine(_stack.Folder, "x.repo"), $"[x]\nname=x\n{lines}");

    private ScriptedWeb Server()
    {
        _servers.Add(new ScriptedWeb());
        return _servers[^1];
    }

    /// <summary>A web server that answers as it is told to.</summary>
    private sealed class ScriptedWeb : IDisposable
    {
        private readonly FreeListener _listener = new();
        private readonly Task _work;

        public ScriptedWeb() => _work = Task.Run(ServeAsync);

        public string Url => _listener.Url;

        public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, Action<HttpListenerResponse>> Answers { get; } = new(StringComparer.Ordinal);

        public ConcurrentQueue<(string Path, string? Authorization)> Seen { get; } = new();

        public void Repository(params (string Name, string Location, string? Base)[] packages) => Repository(string.Empty, packages);

        public void Repository(string folder, params (string Name, string Location, string? Base)[] packages)
        {
            var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Package)));
            var list = new StringBuilder("<metadata xmlns=\"http://linux.duke.edu/metadata/common\">");
            foreach (var (name, location, place) in packages)
            {
                list.Append($"<package type=\"rpm\"><name>{name}</name><arch>noarch</arch><version epoch=\"0\" ver=\"1\" rel=\"1\"/>")
                .Append($"<checksum type=\"sha256\" pkgid=\"YES\">{sum}</checksum>")
                    .Append(
                        $"<size package=\"{Package.Length}\"/>")
                .Append($"<location {(place is null ? string.Empty : $"xml:base=\"{place}\" ")}href=\"{location}\"/></package>");
            }

            var packed = new MemoryStream();
            using (var packer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                packer.Write(Encoding.UTF8.GetBytes(list.Append("</metadata>").ToString()));
            }

            Primary(packed.ToArray(), folder);
        }

        public void Primary(byte[] packed, string folder = "")
        {
            Files[$"{folder}/repodata/primary.xml.gz"] = packed;
            Files[$"{folder}/repodata/repomd.xml"] = Encoding.UTF8.GetBytes(
                $"<repomd><data type=\"primary\"><checksum type=\"sha256\">{Convert.ToHexStringLower(SHA256.HashData(packed))}</checksum><location "
                    + "href=\"repodata/primary.xml.gz\"/></data></repomd>");
        }

        public void Dispose()
        {
            _listener.Dispose();
            _work.GetAwaiter().GetResult();
        }

        private async Task ServeAsync()
        {
            while (await _listener.NextAsync() is { } context)
            {
                var path = context.Request.Url!.AbsolutePath;
                Seen.Enqueue((path, context.Request.Headers["Authorization"]));
                try
                {
                    Answer(path, context.Response);
                }
                catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
                {
                    // Whoever asked has had enough.
                }
            }
        }

        private void Answer(string path, HttpListenerResponse answer)
        {
            if (Answers.TryGetValue(path, out var act))
            {
                act(answer);
            }
            else if (Files.TryGetValue(path, out var bytes))
            {
                answer.OutputStream.Write(bytes);
            }
            else
            {
                answer.StatusCode = 404;
            }

            answer.Close();
        }
    }
}
