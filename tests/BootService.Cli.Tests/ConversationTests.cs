using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using BootService.Cli.Daemon;
using BootService.Cli.Tests.Support;
using BootService.Contracts;

namespace BootService.Cli.Tests;

public class ConversationTests
{
    private const string End = "{\"event\":\"end\",\"exit\":0}\n";

    private const string Boots = """
        {"event":"table","headers":["host","action"],"owner":true,"keepOwner":false,"plain":false}
        {"event":"row","row":{"host":"backend-0-0","action":"install"}}
        {"event":"row","row":{"host":"backend-0-1","action":null}}

        """;

    [Fact]
    public async Task The_words_go_as_they_were_typed_and_the_rows_come_back_as_a_table()
    {
        using var daemon = new FakeDaemon(Boots + End);
        var (exit, output, error) = await daemon.TypeAsync("list", "host", "boot", "", "x=a b\"c");
        Assert.Equal((0, "HOST         ACTION \nbackend-0-0: install\nbackend-0-1: -------\n", ""), (exit, output, error));
        Assert.Equal(["list", "host", "boot", "", "x=a b\"c"], daemon.Requests[0].Args);
        Assert.Equal("/somewhere", daemon.Requests[0].WorkingDirectory);
    }

    [Theory]
    [InlineData("shell", "stack_0_host=\"backend-0-0\"\nstack_0_action=\"install\"\n\nstack_1_host=\"backend-0-1\"\nstack_1_action=\"\"\n\n")]
    [InlineData("col:host", "backend-0-0\nbackend-0-1\n")]
    [InlineData("col:ACTION", "install\n\n")]
    public async Task Forms_of_Stacki_5_are_written_as_its_scripts_read_them(string form, string expected)
    {
        using var daemon = new FakeDaemon(Boots + End);
        Assert.Equal((0, expected, ""), await daemon.TypeAsync("list", "host", "boot", "output-format=" + form));
    }

    [Theory]
    [InlineData("output-format=col:mac")]
    [InlineData("output-col=mac,action")]
    public async Task A_column_that_is_not_there_is_told(string word)
    {
        using var daemon = new FakeDaemon(Boots + End);
        var (exit, _, error) = await daemon.TypeAsync("list", "host", "boot", word);
        Assert.Equal((1, "error - no column is called mac; there are host, action\n"), (exit, error));
    }

    [Fact]
    public async Task A_daemon_that_answers_nothing_is_waited_for_and_that_is_said_once()
    {
        using var daemon = new FakeDaemon(Boots + End) { Holds = TimeSpan.FromSeconds(1), AnswersOthers = false };
        var (exit, output, error) = await daemon.TypePatientlyAsync(TimeSpan.FromMilliseconds(100), "list", "host", "boot");
        Assert.Equal((0, "HOST         ACTION \nbackend-0-0: install\nbackend-0-1: -------\n"), (exit, output));
        Assert.Equal(
            $"the daemon at {daemon.Path} is not answering anything: it is stopped, stuck or overloaded; waiting for it on and on, Ctrl-C ends the wait\n",
            error);
    }

    [Fact]
    public async Task A_verb_that_takes_its_time_raises_no_alarm()
    {
        using var daemon = new FakeDaemon(Boots + End) { Holds = TimeSpan.FromSeconds(1), AnswersOthers = true };
        var (exit, _, error) = await daemon.TypePatientlyAsync(TimeSpan.FromMilliseconds(100), "list", "host", "boot");
        Assert.Equal((0, ""), (exit, error));
    }

    [Fact]
    public async Task Files_are_sent_as_they_are_behind_the_call()
    {
        var files = new Dictionary<string, string> { ["/x"] = "\"名\"<&>\n", ["/y\n"] = "", ["/z"] = new string('z', 200_000) };
        var content = new CallContent(new CommandRequest
        {
            Args = ["load", "x"],
            Files = files.ToImmutableDictionary(file => file.Key, file => Utf8Text.Of(file.Value)),
        }, isApart: true);
        var octets = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal((content.Headers.ContentLength, CommandRequest.WithTexts), (octets.Length, content.Headers.ContentType!.MediaType));

        var end = octets.AsSpan().IndexOf((byte)'\n');
        var call = JsonSerializer.Deserialize(octets.AsSpan(0, end), CommandJson.Default.CommandRequest)!;
        Assert.Equal(["load", "x"], call.Args);
        Assert.Null(call.Files);
        var at = end + 1;
        foreach (var (path, length) in call.Texts!.Value)
        {
            Assert.Equal(files[path], Encoding.UTF8.GetString(octets, at, length));
            Assert.True(files.Remove(path));
            at += length;
        }

        Assert.Empty(files);
        Assert.Equal(octets.Length, at);
    }

    [Fact]
    public async Task To_a_daemon_that_does_not_take_them_so_files_are_sent_within_the_call()
    {
        var files = ImmutableDictionary<string, Utf8Text>.Empty.Add("x", Utf8Text.Of("\"名\"\n"));
        var content = new CallContent(new CommandRequest { Args = ["load", "x"], Files = files }, isApart: false);
        Assert.Equal("application/json", content.Headers.ContentType!.MediaType);
        var octets = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var call = JsonSerializer.Deserialize(octets, CommandJson.Default.CommandRequest)!;
        Assert.Equal(("\"名\"\n", null), (call.Files!["x"].ToString(), call.Texts));
    }

    [Fact]
    public async Task A_call_without_files_is_json()
    {
        var content = new CallContent(new CommandRequest { Args = ["list", "host"] }, isApart: true);
        Assert.Equal("application/json", content.Headers.ContentType!.MediaType);
        Assert.Equal("{\"args\":[\"list\",\"host\"]}", await content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("\"\\u540d \\ud83d\\ude00\\n\"", "名 😀\n")]
    [InlineData("\"\"", "")]
    [InlineData("\"half \\ud83d\"", null)]
    [InlineData("\"not \u00ff\"", "not ÿ")]
    [InlineData("null", null)]
    [InlineData("7", null)]
    [InlineData("[\"x\"]", null)]
    public void The_text_of_a_file_is_read_as_any_program_may_write_it(string json, string? text)
    {
        string? Read() => JsonSerializer.Deserialize($"{{\"files\":{{\"x\":{json}}}}}", CommandJson.Default.CommandRequest)!.Files!["x"].ToString();
        if (text is null)
        {
            Assert.Throws<JsonException>(Read);
        }
        else
        {
            Assert.Equal(text, Read());
        }
    }

    [Fact]
    public void What_is_not_utf8_is_no_text_of_a_file() => Assert.Throws<JsonException>(
        () => JsonSerializer.Deserialize([.. "{\"files\":{\"x\":\""u8, 0xFF, .. "\"}}"u8], CommandJson.Default.CommandRequest));

    [Theory]
    [InlineData("json", "[{\"host\":\"backend-0-0\",\"action\":\"install\"},\n {\"host\":\"backend-0-1\",\"action\":null}]\n")]
    [InlineData("python", "[{'host': 'backend-0-0', 'action': 'install'}, {'host': 'backend-0-1', 'action': None}]\n")]
    [InlineData("null", "")]
    public async Task The_same_rows_come_in_other_forms(string format, string expected)
    {
        using var daemon = new FakeDaemon(Boots + End);
        Assert.Equal(expected, (await daemon.TypeAsync("list", "host", "boot", "output-format=" + format)).Out);
    }

    [Fact]
    public async Task A_refusal_is_one_line_on_standard_error()
    {
        using var daemon = new FakeDaemon("{\"event\":\"error\",\"text\":\"cannot resolve host \\\"x\\\"\"}\n{\"event\":\"end\",\"exit\":1}\n");
        Assert.Equal((1, "", "error - cannot resolve host \"x\"\n"), await daemon.TypeAsync("list", "host", "x"));
    }

    [Fact]
    public async Task Messages_are_printed()
    {
        using var daemon = new FakeDaemon(
            "{\"event\":\"progress\",\"text\":\"Copying\",\"done\":1,\"total\":2}\n{\"event\":\"message\",\"text\":\"a\\nb\"}\n" + End);
        Assert.Equal((0, "a\nb\n", ""), await daemon.TypeAsync("version"));
    }

    [Theory]
    [InlineData("json", "[{\"message\":\"a\\nb\"},\n {\"message\":\"c\"}]\n")]
    [InlineData("python", "[{'message': 'a\\nb'}, {'message': 'c'}]\n")]
    [InlineData("null", "")]
    public async Task A_program_gets_messages_as_a_list(string format, string expected)
    {
        using var daemon = new FakeDaemon("{\"event\":\"message\",\"text\":\"a\\nb\"}\n{\"event\":\"message\",\"text\":\"c\"}\n" + End);
        Assert.Equal((0, expected, ""), await daemon.TypeAsync("sync", "config", "output-format=" + format));
    }

    [Fact]
    public async Task A_program_that_reads_rows_is_not_shown_messages_among_them()
    {
        using var daemon = new FakeDaemon("{\"event\":\"message\",\"text\":\"discovery is off\"}\n" + Boots + End);
        var (exit, output, error) = await daemon.TypeAsync("report", "discovery", "output-format=json", "output-col=host");
        Assert.Equal((0, "[{\"host\":\"backend-0-0\"},\n {\"host\":\"backend-0-1\"}]\n", "discovery is off\n"), (exit, output, error));
    }

    [Theory]
    [InlineData(0, "[]\n")]
    [InlineData(1, "")]
    public async Task A_program_gets_an_empty_list_of_what_was_done_in_silence(int exit, string expected)
    {
        using var daemon = new FakeDaemon((exit == 0 ? "" : "{\"event\":\"error\",\"text\":\"no\"}\n") + $"{{\"event\":\"end\",\"exit\":{exit}}}\n");
        Assert.Equal((exit, expected), await daemon.TypeAsync("set", "attr", "output-format=json") is var (code, output, _) ? (code, output) : default);
    }

    [Fact]
    public async Task A_file_that_the_daemon_wants_is_sent_with_the_same_call()
    {
        using var daemon = new FakeDaemon(
            "{\"event\":\"want\",\"path\":\"/etc/hostname\"}\n{\"event\":\"error\",\"text\":\"x\"}\n{\"event\":\"end\",\"exit\":1}\n", End);
        Assert.Equal((0, "", ""), await daemon.TypeAsync("load", "hostfile", "file=/etc/hostname"));
        Assert.Equal(daemon.Requests[0].Args, daemon.Requests[1].Args);
        var text = await File.ReadAllTextAsync("/etc/hostname", TestContext.Current.CancellationToken);
        Assert.Equal(text, daemon.Requests[1].Files!["/etc/hostname"].ToString());
    }

    /// <summary>Without a word before it the connection would break amid the file, and the reason with it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_file_is_announced_and_what_the_daemon_says_of_it_is_heard(bool takes)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, new string('x', 3 << 20), TestContext.Current.CancellationToken);
        using var daemon = new FakeDaemon(
            $"{{\"event\":\"want\",\"path\":\"{path}\",\"texts\":true}}\n{{\"event\":\"end\",\"exit\":1}}\n", takes ? End : FakeDaemon.TooLarge);
        var (exit, _, error) = await daemon.TypeAsync("load", "hostfile", $"file={path}");
        File.Delete(path);
        Assert.Equal(takes ? (0, "") : (1, "error - the request is larger than is taken\n"), (exit, error));
        Assert.Equal(takes ? 2 : 1, daemon.Requests.Count);
    }

    [Fact]
    public async Task A_secret_that_the_daemon_wants_is_taken_from_standard_input_where_nobody_types()
    {
        var before = Console.In;
        Console.SetIn(new StringReader("secret\nsecret\n"));
        try
        {
            using var daemon = new FakeDaemon(
                "{\"event\":\"want\",\"path\":\"-\",\"secret\":true,\"text\":\"password of root\"}\n{\"event\":\"end\",\"exit\":1}\n", End);
            Assert.Equal((0, "", ""), await daemon.TypeAsync("set", "password"));
            Assert.Equal("secret\nsecret\n", daemon.Requests[1].Files!["-"].ToString());
        }
        finally
        {
            Console.SetIn(before);
        }
    }

    [Fact]
    public async Task A_folder_is_sent_only_where_one_may_be()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-sent-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a.json"), "1", TestContext.Current.CancellationToken);
        foreach (var mayBe in new[] { true, false })
        {
            using var daemon = new FakeDaemon(
                $"{{\"event\":\"want\",\"path\":\"{folder}\"{(mayBe ? ",\"folder\":true" : "")}}}\n{{\"event\":\"end\",\"exit\":1}}\n", End);
            var (exit, _, error) = await daemon.TypeAsync("import", "cobbler", folder);
            Assert.Equal(mayBe ? (0, "") : (1, $"{folder} is a folder, and one file is wanted"), (exit, error));
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>JSON has an end to the length of a text, and whatever lies beyond it ended in a stack trace.</summary>
    [Fact]
    public void More_text_than_a_call_can_carry_is_refused() => Assert.Equal(
        "x has 3 MB of text, and 2 are the most that can be sent to the daemon",
        Assert.Throws<CliFault>(() => PeoplesText.Sendable("x", new Utf8Text(new byte[3_000_000]), 2_000_000)).Message);

    [Fact]
    public async Task An_error_is_one_line_and_colours_nothing()
    {
        using var daemon = new FakeDaemon("{\"event\":\"error\",\"text\":\"a\\nb\\u001b[31m\"}\n{\"event\":\"end\",\"exit\":1}\n");
        Assert.Equal("error - a\\nb\\x1b[31m\n", (await daemon.TypeAsync("load", "x")).Error);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named()
    {
        using var daemon = new FakeDaemon("{\"event\":\"want\",\"path\":\"/no/such\"}\n{\"event\":\"end\",\"exit\":1}\n");
        var (exit, _, error) = await daemon.TypeAsync("load", "hostfile", "file=/no/such");
        Assert.Equal(1, exit);
        Assert.StartsWith("cannot read /no/such: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_is_not_running_is_one_sentence()
    {
        var (exit, _, error) = await FakeDaemon.TypeAtAsync("/no/such/admin.sock", "list", "host");
        Assert.Equal(1, exit);
        Assert.StartsWith("the daemon is not running (nobody answers at /no/such/admin.sock)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"event\":\"table\",\"headers\":[\"host\"]}\n")]
    [InlineData("{\"event\":\"table\",\"headers\":[\"host\"]}\n{\"event\":\"row\",")]
    public async Task An_answer_that_breaks_off_is_no_success(string answer)
    {
        using var daemon = new FakeDaemon(answer);
        var (exit, _, error) = await daemon.TypeAsync("list", "host");
        Assert.Equal((1, "the daemon hung up in the middle of its answer"), (exit, error));
    }

    [Fact]
    public async Task A_stranger_at_the_socket_is_found_out()
    {
        using var daemon = new FakeDaemon("hello\n");
        Assert.Equal((1, "", "the daemon answered with something this version of stack does not read"), await daemon.TypeAsync("list", "host"));
    }

    [Theory]
    [InlineData("--socket /a list host", "/a")]
    [InlineData("--socket=/b list host", "/b")]
    [InlineData("list host", "/c")]
    public void The_socket_is_named_by_option_or_environment(string line, string socket)
    {
        var invocation = Invocation.Parse(line.Split(' '), name => name == "BOOTSERVICE_SOCKET" ? "/c" : null, "/");
        Assert.Equal(new DaemonAddress.Socket(socket), invocation.Daemon);
        Assert.Equal(["list", "host"], invocation.Request.Args);
    }

    [Fact]
    public void Without_a_word_about_it_the_socket_is_the_systems() =>
        Assert.Equal(new DaemonAddress.Socket("/run/bootservice/admin.sock"), Invocation.Parse([], _ => null, "/").Daemon);

    [Theory]
    [InlineData("--server https://frontend:8443 --token-file /t list host", "https://frontend:8443/", "/t", null)]
    [InlineData("--server=frontend --ca-file=/c list host", "https://frontend/", null, "/c")]
    public void A_server_is_named_by_option_or_environment(string line, string url, string? token, string? authority)
    {
        var invocation = Invocation.Parse(line.Split(' '), name => name == "BOOTSERVICE_SOCKET" ? "/c" : null, "/");
        Assert.Equal(new DaemonAddress.Server(new Uri(url), token, authority), invocation.Daemon);
        Assert.Equal(["list", "host"], invocation.Request.Args);
        var named = Invocation.Parse(
            ["list", "host"], name =>
                name switch { "BOOTSERVICE_SERVER" => url, "BOOTSERVICE_TOKEN_FILE" => token, "BOOTSERVICE_CA_FILE" => authority, _ => null }, "/");
        Assert.Equal(invocation.Daemon, named.Daemon);
        Assert.Equal(new DaemonAddress.Socket("/s"), Invocation.Parse(["--socket", "/s"], name => name == "BOOTSERVICE_SERVER" ? url : null, "/").Daemon);
    }

    [Theory]
    [InlineData("--server http://frontend list host", "\"http://frontend\" is no address of a frontend: it is written https://NAME:PORT")]
    [InlineData("--server https://a/b list host", "\"https://a/b\" is no address of a frontend: it is written https://NAME:PORT")]
    [InlineData("--token-file", "--token-file has no value; see \"stack help\"")]
    public void An_address_that_is_none_is_said_to_be_one(string line, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CliFault>(() => Invocation.Parse(line.Split(' '), _ => null, "/")).Message);
}
