using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BootService.Files;
using BootService.Http;
using Xunit;

namespace BootService.Tests.Http;

public class NodeFileTests
{
    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Files_of_every_size_arrive_whole_over_one_connection(bool kernel)
    {
        await using var bench = await NodeFileBench.StartAsync(kernel: kernel);
        using var client = bench.Connect();
        foreach (var length in new[] { 0, 1, 4096, SmallFiles.Largest, SmallFiles.Largest + 1, 20_000_003, 7 })
        {
            var bytes = bench.Write($"f{length}", length);
            var response = client.Ask("GET", $"/f{length}");
            Assert.Equal(200, response.Status);
            Assert.True(bytes.AsSpan().SequenceEqual(response.Body), $"{length} bytes differ");
            Assert.Equal("bytes", response.Headers["Accept-Ranges"]);
            Assert.DoesNotContain("Transfer-Encoding", response.Headers.Keys);
            Assert.DoesNotContain("Server", response.Headers.Keys);
            Assert.DoesNotContain("Connection", response.Headers.Keys);
            Assert.DoesNotContain("", response.Headers.Values);
        }

        Assert.Equal(kernel ? SmallFiles.Largest + 1 + 20_000_003 : 0, bench.Counters.FileBytes);
    }

    [Fact]
    public async Task A_target_that_names_its_host_is_served_whatever_the_header_says()
    {
        await using var bench = await NodeFileBench.StartAsync();
        var small = bench.Write("small", 1000);
        using var client = bench.Connect();
        foreach (var host in (string[])["10.1.1.1", "frontend", "elsewhere:8080"])
        {
            Assert.Equal(small, client.Ask("GET", $"http://{host}/small").Body);
        }
    }

    [Fact]
    public async Task Requests_sent_ahead_are_answered_in_their_order()
    {
        await using var bench = await NodeFileBench.StartAsync();
        var small = bench.Write("small", 1000);
        var large = bench.Write("large", 5_000_000);
        using var client = bench.Connect();
        client.Send(string.Concat(Enumerable.Repeat("GET /large HTTP/1.1\nHost: f\n\nGET /small HTTP/1.1\nHost: f\n\nHEAD /large HTTP/1.1\nHost: f\n\n", 3)));
        for (var round = 0; round < 3; round++)
        {
            Assert.True(large.AsSpan().SequenceEqual(client.Read().Body), "the large file differs");
            Assert.Equal(small, client.Read().Body);
            Assert.Equal("5000000", client.Read(head: true).Headers["Content-Length"]);
        }
    }

    [Theory]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("Bytes=5-", 206, 5, 199_995)]
    [InlineData("bytes=5-", 206, 5, 199_995)]
    [InlineData("bytes=-10", 206, 199_990, 10)]
    [InlineData("bytes=-999999", 206, 0, 200_000)]
    [InlineData("bytes=100-999999", 206, 100, 199_900)]
    [InlineData("bytes=199999-", 206, 199_999, 1)]
    [InlineData("bytes=200000-", 416, 0, 0)]
    [InlineData("bytes=-0", 416, 0, 0)]
    [InlineData("bytes=1-2,5-6", 200, 0, 200_000)]
    [InlineData("lines=1-2", 200, 0, 200_000)]
    [InlineData("bytes=9-2", 200, 0, 200_000)]
    public async Task A_range_gets_its_bytes(string range, int status, int first, int count)
    {
        await using var bench = await NodeFileBench.StartAsync();
        var bytes = bench.Write("f", 200_000);
        using var client = bench.Connect();
        var response = client.Ask("GET", "/f", $"Range: {range}\n");
        Assert.Equal(status, response.Status);
        if (status == 416)
        {
            Assert.Equal("bytes */200000", response.Headers["Content-Range"]);
            return;
        }

        Assert.Equal(bytes.AsSpan(first, count).ToArray(), response.Body);
        Assert.Equal(status == 206 ? $"bytes {first}-{first + count - 1}/200000" : null, response.Headers.GetValueOrDefault("Content-Range"));
    }

    [Fact]
    public async Task A_file_seen_before_is_not_sent_again_until_it_changes()
    {
        await using var bench = await NodeFileBench.StartAsync();
        foreach (var length in new[] { 3000, 300_000 })
        {
            var name = $"f{length}";
            bench.Write(name, length, seed: 1);
            using var client = bench.Connect();
            var tag = client.Ask("GET", "/" + name).Headers["ETag"];
            Assert.Equal(304, client.Ask("GET", "/" + name, $"If-None-Match: \"other\", {tag}\n").Status);
            var bytes = bench.Write(name, length, seed: 2);
            File.SetLastWriteTimeUtc(bench.PathOf(name), DateTime.UnixEpoch);
            var again = client.Ask("GET", "/" + name, $"If-None-Match: {tag}\nRange: bytes=0-9\nIf-Range: {tag}\n");
            Assert.Equal(200, again.Status);
            Assert.True(bytes.AsSpan().SequenceEqual(again.Body), "old bytes were served");
        }
    }

    /// <summary>wget -N and apt ask by the date of what they have; apt and aria2 go on with a part of it.</summary>
    [Theory]
    [InlineData("If-Modified-Since: {0}", 304)]
    [InlineData("If-Modified-Since: Fri, 01 Jan 2038 00:00:00 GMT", 304)]
    [InlineData("If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT", 200)]
    [InlineData("If-Modified-Since: yesterday", 200)]
    [InlineData("If-None-Match: \"other\"\nIf-Modified-Since: {0}", 200)]
    [InlineData("If-None-Match: W/{1}", 304)]
    [InlineData("If-Match: {1}", 200)]
    [InlineData("If-Match: \"other\"", 412)]
    [InlineData("If-Match: W/{1}", 412)]
    [InlineData("If-Unmodified-Since: {0}", 200)]
    [InlineData("If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", 412)]
    [InlineData("If-Match: {1}\nIf-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", 200)]
    [InlineData("Range: bytes=0-9\nIf-Range: {0}", 206)]
    [InlineData("Range: bytes=0-9\nIf-Range: Fri, 01 Jan 2038 00:00:00 GMT", 200)]
    [InlineData("Range: bytes=0-9\nIf-Range: W/{1}", 200)]
    public async Task A_condition_is_kept_as_HTTP_says(string conditions, int status)
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Write("f", 3000);
        using var client = bench.Connect();
        var known = client.Ask("GET", "/f").Headers;
        var response = client.Ask("GET", "/f", string.Format(CultureInfo.InvariantCulture, conditions, known["Last-Modified"], known["ETag"]) + "\n");
        Assert.Equal(status, response.Status);
        Assert.Equal(known["ETag"], response.Headers["ETag"]);
    }

    /// <summary>RFC 9110 §14.2: a range is a question of GET alone.</summary>
    [Fact]
    public async Task HEAD_tells_of_the_whole_file_whatever_range_it_names()
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Write("f", 3000);
        using var client = bench.Connect();
        var response = client.Ask("HEAD", "/f", "Range: bytes=0-9\n");
        Assert.Equal((200, "3000"), (response.Status, response.Headers["Content-Length"]));
    }

    /// <summary>Serial numbers of machines are whatever octets their maker put there.</summary>
    [Fact]
    public async Task A_header_that_is_no_UTF_8_is_no_reason_to_refuse()
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Write("f", 10);
        using var client = bench.Connect();
        Assert.Equal(200, client.Ask("GET", "/f", "X-System-Serial-Number: \u00ff\u00e9 42\n").Status);
    }

    [Fact]
    public async Task A_stretch_of_an_image_is_a_file_of_its_own()
    {
        await using var bench = await NodeFileBench.StartAsync();
        var bytes = bench.Write("image.iso", 900_000);
        var image = Assert.IsType<BootFile.OnDisk>(bench.Folder.Find("image.iso"));
        bench.Special["vmlinuz"] = image with { Offset = 2048, Length = 500_000 };
        bench.Special["treeinfo"] = image with { Offset = 4096, Length = 100 };
        using var client = bench.Connect();
        Assert.True(bytes.AsSpan(2048, 500_000).SequenceEqual(client.Ask("GET", "/vmlinuz").Body), "the stretch differs");
        Assert.Equal(bytes.AsSpan(2048 + 499_990, 10).ToArray(), client.Ask("GET", "/vmlinuz", "Range: bytes=-10\n").Body);
        Assert.Equal(bytes.AsSpan(4096, 100).ToArray(), client.Ask("GET", "/treeinfo").Body);
    }

    [Fact]
    public async Task What_cannot_be_served_is_told_in_a_sentence_and_the_connection_goes_on()
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Special["bad"] = new BootFile.Failed("node mesos.xml line 3: &nosuch; is not defined");
        bench.Special["ks"] = new BootFile.Rendered(Encoding.UTF8.GetBytes("install\n"));
        File.CreateSymbolicLink(bench.PathOf("out"), "/etc/passwd");
        using var client = bench.Connect();
        Assert.Equal((404, "file not found\n"), Answer("/absent"));
        Assert.Equal((403, "a symbolic link leads out of the folder\n"), Answer("/out"));
        Assert.Equal((500, "node mesos.xml line 3: &nosuch; is not defined\n"), Answer("/bad"));
        Assert.Equal((200, "install\n"), Answer("/ks"));
        Assert.Equal(405, client.Ask("POST", "/ks", "Content-Length: 0\n").Status);

        (int Status, string Text) Answer(string path)
        {
            var response = client.Ask("GET", path);
            Assert.StartsWith("text/plain", response.Headers["Content-Type"]);
            return (response.Status, response.Text);
        }
    }

    [Fact]
    public async Task An_old_client_without_Host_is_answered_and_its_connection_closed()
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Write("f", 300_000);
        using var client = bench.Connect();
        client.Send("GET /f HTTP/1.0\n\n");
        Assert.Equal("300000", client.ReadHeaders().Headers["Content-Length"]);
        Assert.Equal(300_000, client.Drain());
    }

    [Fact]
    public async Task A_folder_is_listed_with_links_that_lead_to_its_files()
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Write("repo/Packages/a <b>&c.rpm", 10);
        bench.Write("repo/repodata/repomd.xml", 10);
        File.CreateSymbolicLink(bench.PathOf("repo/dangling"), "nowhere");
        using var client = bench.Connect();
        Assert.Contains("<a href=\"/repo/Packages/\">Packages/</a>", client.Ask("GET", "/repo").Text);
        var listing = client.Ask("GET", "/repo/Packages/").Text;
        Assert.Contains("<a href=\"/repo/Packages/a%20%3Cb%3E%26c.rpm\">a &lt;b&gt;&amp;c.rpm</a>", listing);
        Assert.Equal(200, client.Ask("GET", "/repo/Packages/a%20%3Cb%3E%26c.rpm").Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_file_that_shrinks_while_it_is_sent_ends_the_connection_and_never_the_server(bool kernel)
    {
        await using var bench = await NodeFileBench.StartAsync(kernel: kernel);
        bench.Write("f", 60_000_000);
        using (var client = bench.Connect())
        {
            client.Send("GET /f HTTP/1.1\nHost: f\n\n");
            Assert.Equal("60000000", client.ReadHeaders().Headers["Content-Length"]);
            using (var file = File.OpenHandle(bench.PathOf("f"), FileMode.Open, FileAccess.Write))
            {
                RandomAccess.SetLength(file, 1000);
            }

            Assert.InRange(client.Drain(), 0, 59_999_999);
        }

        Assert.False((await bench.Results.After("/f")).Whole);
        using var next = bench.Connect();
        Assert.Equal("1000", next.Ask("HEAD", "/f").Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_loses_its_place_and_others_do_not_notice()
    {
        await using var bench = await NodeFileBench.StartAsync(new NodeHttpLimits { LongestPause = TimeSpan.FromMilliseconds(200), SlowestReader = 1 << 20 });
        bench.Write("f", 60_000_000);
        var bytes = bench.Write("g", 3_000_000);
        using var slow = bench.Connect();
        slow.Send("GET /f HTTP/1.1\nHost: f\n\n");
        using var quick = bench.Connect();
        Assert.True(bytes.AsSpan().SequenceEqual(quick.Ask("GET", "/g").Body), "the other file differs");
        Assert.False((await bench.Results.After("/f")).Whole);
        Assert.Equal(1, bench.Counters.SlowReaders);
        Assert.InRange(slow.Drain(), 0, 59_999_999);
    }

    [Fact]
    public async Task With_a_slow_reader_on_every_place_those_who_read_are_served_and_the_places_come_free_again()
    {
        const int Places = 17;
        await using var bench = await NodeFileBench.StartAsync(
            new NodeHttpLimits { MaxConnections = Places, LongestPause = TimeSpan.FromSeconds(2), SlowestReader = 1 << 20 });
        var bytes = bench.Write("g", 300_000);
        bench.Write("f", 60_000_000);
        using var quick = bench.Connect();
        Assert.Equal(bytes, quick.Ask("GET", "/g").Body);
        var slow = Enumerable.Range(1, Places - 1).Select(_ => bench.Connect()).ToList();
        slow.ForEach(reader => reader.Send("GET /f HTTP/1.1\nHost: f\n\n"));
        while (bench.Counters.SlowReaders < slow.Count)
        {
            Assert.Equal(bytes, quick.Ask("GET", "/g").Body);
        }

        slow.ForEach(reader => reader.Dispose());
        Assert.True(SpinWait.SpinUntil(() => bench.Counters.Open == 1, 60_000));
        using var later = bench.Connect();
        Assert.Equal(bytes, later.Ask("GET", "/g").Body);
    }

    [Fact]
    public async Task Who_comes_when_all_places_are_taken_waits_for_one()
    {
        await using var bench = await NodeFileBench.StartAsync(new NodeHttpLimits { MaxConnections = 2 });
        var bytes = bench.Write("f", 1000);
        var first = bench.Connect();
        using var second = bench.Connect();
        Assert.Equal((200, 200), (first.Ask("GET", "/f").Status, second.Ask("GET", "/f").Status));
        using var third = bench.Connect();
        third.Send("GET /f HTTP/1.1\nHost: f\n\n");
        Assert.True(SpinWait.SpinUntil(() => bench.Counters.Places!.Waiting == 1, 60_000));
        Assert.Equal((2, 0), (bench.Counters.Open, bench.Counters.Refused));
        first.Dispose();
        Assert.Equal(bytes, third.Read().Body);
    }

    [Fact]
    public async Task Who_gives_up_waiting_for_a_place_leaves_it_to_others()
    {
        await using var bench = await NodeFileBench.StartAsync(new NodeHttpLimits { MaxConnections = 1 });
        var bytes = bench.Write("f", 1000);
        var first = bench.Connect();
        Assert.Equal(200, first.Ask("GET", "/f").Status);
        var tired = bench.Connect();
        tired.Send("GET /f HTTP/1.1\nHost: f\n\n");
        Assert.True(SpinWait.SpinUntil(() => bench.Counters.Places!.Waiting == 1, 60_000));
        tired.Reset();
        Assert.True(SpinWait.SpinUntil(() => bench.Counters.Places!.Waiting == 0, 60_000));
        first.Dispose();
        using var later = bench.Connect();
        Assert.Equal(bytes, later.Ask("GET", "/f").Body);
    }

    [Fact]
    public async Task Large_files_take_turns_and_who_waits_is_sent_the_beginning_at_once()
    {
        await using var bench = await NodeFileBench.StartAsync(new NodeHttpLimits { LargeFiles = 1 });
        var bytes = bench.Write("f", 60_000_000);
        var (first, second) = (bench.Connect(), bench.Connect());
        first.Send("GET /f HTTP/1.1\nHost: f\n\n");
        first.ReadHeaders();
        second.Send("GET /f HTTP/1.1\nHost: f\n\n");
        second.ReadHeaders();
        Assert.Equal(bytes[..(32 * 1024)], second.Take(32 * 1024));
        Assert.Equal(1, bench.Counters.LargeFiles!.Waiting);

        // A small one waits for nobody.
        var small = bench.Write("g", 300_000);
        using var third = bench.Connect();
        Assert.Equal(small, third.Ask("GET", "/g").Body);
        Assert.Equal(1, bench.Counters.LargeFiles.Waiting);

        first.Dispose();
        Assert.True(bytes.AsSpan(32 * 1024).SequenceEqual(second.Take(bytes.Length - (32 * 1024))), "the file differs");
        Assert.Equal((0, 1L), (bench.Counters.LargeFiles.Waiting, bench.Counters.LargeFiles.Waited));
        second.Dispose();
        using var fourth = bench.Connect();
        Assert.True(bytes.AsSpan().SequenceEqual(fourth.Ask("GET", "/f").Body), "the file differs");
    }

    [Fact]
    public async Task One_address_has_only_so_many_connections()
    {
        await using var bench = await NodeFileBench.StartAsync(new NodeHttpLimits { MaxConnectionsPerPeer = 2 });
        bench.Write("f", 10);
        using var first = bench.Connect();
        using (var second = bench.Connect())
        {
            Assert.Equal((200, 200), (first.Ask("GET", "/f").Status, second.Ask("GET", "/f").Status));
            using var third = bench.Connect();
            Assert.Equal(0, third.Drain());
            Assert.Equal(1, bench.Counters.Refused);
        }

        Assert.Equal(200, first.Ask("GET", "/f").Status);
    }

    [Fact]
    public async Task A_client_that_says_no_more_still_gets_its_answer()
    {
        await using var bench = await NodeFileBench.StartAsync();
        var bytes = bench.Write("f", 3_000_000);
        using var client = bench.Connect();
        client.Send("GET /f HTTP/1.1\nHost: f\n\n");
        client.EndSending();
        Assert.True(bytes.AsSpan().SequenceEqual(client.Read().Body), "the file differs");
        Assert.Equal(0, client.Drain());
    }

    [Fact]
    public async Task Connections_that_break_in_mid_file_leave_nothing_behind()
    {
        await using var bench = await NodeFileBench.StartAsync();
        bench.Write("f", 60_000_000);
        for (var index = 0; index < 50; index++)
        {
            using var client = bench.Connect();
            client.Send("GET /f HTTP/1.1\nHost: f\n\n");
            Assert.Equal(200, client.ReadHeaders().Status);
            client.Reset();
        }

        using var witness = bench.Connect();
        while (bench.Counters.Open > 1)
        {
            Assert.Equal(200, witness.Ask("HEAD", "/f").Status);
        }
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_one_request()
    {
        await using var bench = await NodeFileBench.StartAsync();
        var bytes = bench.Write("f", 5000);
        using var client = bench.Connect();
        foreach (var letter in "GET /f HTTP/1.1\nHost: f\n\n")
        {
            client.Send(letter.ToString());
        }

        Assert.True(bytes.AsSpan().SequenceEqual(client.Read().Body), "the file differs");
    }

    [Fact]
    public async Task When_the_server_stops_its_port_is_free_again()
    {
        IPEndPoint address;
        await using (var bench = await NodeFileBench.StartAsync())
        {
            bench.Write("f", 10);
            using var client = bench.Connect();
            Assert.Equal(200, client.Ask("GET", "/f").Status);
            address = bench.Address;
        }

        Assert.Throws<SocketException>(() => new RawClient(address).Dispose());
    }
}
