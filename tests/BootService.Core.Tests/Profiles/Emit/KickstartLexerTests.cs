using System.Text.Json;
using BootService.Core.Logins;
using BootService.Core.Profiles.Emit;
using CsCheck;
using Xunit;

namespace BootService.Core.Tests.Profiles.Emit;

/// <summary>Commands of kickstarts, held against the parser that Anaconda reads them with: pykickstart takes lines apart by Python's shlex.</summary>
public class KickstartLexerTests
{
    private const string Shlex = """
        import json, shlex, sys
        def split(line):
            try:
                return shlex.split(line)
            except ValueError:
                return None
        json.dump([split(line) for line in json.load(sys.stdin)], sys.stdout)
        """;

    private static readonly Gen<string> Line = Gen.String[Gen.OneOf(Gen.Char["\"'\\ -=a#;|\t"], Gen.Char["ab=- "], Gen.Char['\u00a0', '\u0110']), 0, 24];

    private static readonly Gen<string> FullName = Gen.String[Gen.Char[' ', '~'], 0, 16].Select(
        text => string.Concat(text.Where(letter => letter is not ('"' or ':'))).Trim());

    private static readonly Gen<NodeUser> User = Gen.Select(
        Choice.Among("ada", "eve", "_ops", "x-1"), Gen.Int[0, 3], FullName, Choice.Among<string[]>([], ["wheel"], ["devel", "wheel"], ["eve", "audio"]),
        Choice.Among<string?>(null, "/bin/zsh"), Choice.Among<string?>(null, "$6$salt$hash./"),
            Choice.Among(SudoRight.None, SudoRight.Password, SudoRight.NoPassword))
        .Select(user => new NodeUser(user.Item1)
        {
            Uid = user.Item2 == 0 ? null : 1000 + user.Item2,
            FullName = user.Item3,
            Groups = [.. user.Item4],
            Shell = user.Item5,
            Password = user.Item6,
            Sudo = user.Item7,
        });

    [Fact]
    public void A_line_is_taken_apart_as_shlex_does()
    {
        var lines = Line.Array[5000].Single();
        var told = Told(lines);
        for (var at = 0; at < lines.Length; at++)
        {
            // A quotation mark without its other half is an error there; here the rest of the line is the word.
            Assert.True(told[at] is null || told[at]!.SequenceEqual(KickstartLexer.Split(lines[at])), $"{lines[at]}: {string.Join('|', told[at] ?? [])}");
        }
    }

    [Theory]
    [InlineData("services", "--enabled a,b --disabled=c --enabled=d", "--enabled", "a|b|d", "")]
    [InlineData("timezone", "--ntpservers a,b Europe/Berlin --utc", "--ntpservers", "a|b", "Europe/Berlin")]
    [InlineData("rootpw", "--iscrypted x", "--iscrypted", "x", "x")]
    [InlineData("sshkey", "--username=root 'ssh-rsa A b'", "--username", "root", "ssh-rsa A b")]
    [InlineData("nothing", "--known no", "--unknown", "", "no")]
    public void Values_of_options_are_told_from_words_of_the_command(string command, string line, string option, string values, string plain)
    {
        var words = KickstartLexer.Split(line);
        Assert.Equal((values, plain), (string.Join('|', words.Options(option)), string.Join('|', words.Plain(command))));
    }

    [Theory]
    [InlineData("--name=web --port 80 x", "--port", "80")]
    [InlineData("--name=web --port 80 x", "--name", "web")]
    [InlineData("--name= x", "--name", "")]
    [InlineData("--lock --name", "--name", null)]
    [InlineData("--name --lock", "--name", null)]
    [InlineData("--names=a", "--name", null)]
    [InlineData("--name=a --name=b", "--name", "a")]
    public void The_value_of_an_option_stands_behind_an_equals_sign_or_a_blank(string line, string option, string? value) =>
        Assert.Equal(value, KickstartLexer.Split(line).Option(option));

    [Theory]
    [InlineData("--port=80:tcp,443:tcp --port=53:udp", "80:tcp 443:tcp 53:udp")]
    [InlineData("--port=", "")]
    [InlineData("\"--port=80, ,81\"", "80 81")]
    [InlineData("--ports=80", "")]
    public void An_option_may_hold_several_values_and_come_several_times(string line, string values) =>
        Assert.Equal(values, string.Join(' ', KickstartLexer.Split(line).Options("--port")));

    [Theory]
    [InlineData("us", "us", "us")]
    [InlineData("de-latin1", "de-latin1", "de")]
    [InlineData("de-latin1-nodeadkeys", "de-latin1-nodeadkeys", "de(nodeadkeys)")]
    [InlineData("uk", "uk", "gb")]
    [InlineData("gb", "uk", "gb")]
    [InlineData("jp106", "jp106", "jp")]
    [InlineData("br-abnt2", "br-abnt2", "br")]
    [InlineData("fr_CH", "fr_CH", "ch(fr)")]
    [InlineData("us-intl", "us-intl", "us(intl)")]
    [InlineData("ru-cp1251", "ru-cp1251", "ru")]
    [InlineData("us (intl)", "us-acentos", "us(intl)")]
    [InlineData("'us'", "us", "us")]
    [InlineData("'de (nodeadkeys)'", "de-latin1-nodeadkeys", "de(nodeadkeys)")]
    [InlineData("--vckeymap=de-nodeadkeys", "de-nodeadkeys", "de(nodeadkeys)")]
    [InlineData("--vckeymap=de --xlayouts='us','de (nodeadkeys)'", "de", "us")]
    [InlineData("--vckeymap=de --xlayouts='de (nodeadkeys)'", "de", "de(nodeadkeys)")]
    [InlineData("--xlayouts='us (intl)','de'", "us-acentos", "us(intl)")]
    [InlineData("--switch=grp:alt_shift_toggle", "us", "us")]
    [InlineData("", "us", "us")]
    public void A_keyboard_in_any_of_kickstart_s_forms_has_the_console_s_name_and_X_s(string line, string console, string layout)
    {
        var keyboard = KeyboardName.Of(KickstartLexer.Split(line)) ?? KeyboardName.Usual;
        Assert.Equal((console, layout), (keyboard.Console, keyboard.WithVariant()));
    }

    [Fact]
    public void What_is_written_of_users_is_read_as_it_was()
    {
        var all = User.Array[1, 4].Array[60].Single().Select(users => users.DistinctBy(user => user.Name).ToArray()).ToArray();
        var lines = all.Select(users => UserEmitter.Commands([.. users]).Split('\n')[..^1]).ToArray();
        var answers = new Queue<string[]?>(Told([.. lines.SelectMany(some => some)]));
        foreach (var (at, users) in all.Index())
        {
            var told = lines[at].Select(line => answers.Dequeue() ?? throw new InvalidOperationException(line)).ToArray();
            foreach (var user in users)
            {
                var words = told.Single(words => words[0] == "user" && words.Option("--name") == user.Name);
                Assert.Equal(user.FullName.Length > 0 ? user.FullName : null, words.Option("--gecos"));
                Assert.Equal(user.Uid?.ToString(), words.Option("--uid"));
                Assert.Equal(user.Shell, words.Option("--shell"));
                Assert.Equal(user.Password, words.Option("--password"));
                Assert.Equal(user.Password is not null, words.Contains("--iscrypted"));
                Assert.Equal(user.Groups.Remove(user.Name), words.Options("--groups"));
            }

            // A user whose own group others are put into is made before them.
            var made = told.Where(words => words[0] == "user").Select(words => words.Option("--name")).ToArray();
            Assert.All(
                users.Where(user => user.Name != "eve" && user.Groups.Contains("eve")),
                user => Assert.True(Array.IndexOf(made, "eve") < Array.IndexOf(made, user.Name)));

            var groups = told.Where(words => words[0] == "group").Select(words => words.Option("--name")!).ToArray();
            Assert.Distinct(groups);
            Assert.Equal(
                users.SelectMany(user => user.Groups).Where(group => group == "devel" || (group == "eve" && users.All(user => user.Name != "eve"))).ToHashSet(),
                groups.ToHashSet());
            Assert.Equal(
                users.Where(user => user.Sudo is not SudoRight.None).Select(user => user.Name),
                UserEmitter.Sudoers([.. users]).Split('\n')[..^1].Select(line => line.Split(' ')[0]));
        }
    }

    [Theory]
    [InlineData("%end", "%end")]
    [InlineData("  %packages -x", "%packages")]
    [InlineData("\t%include /tmp/x", "%include")]
    [InlineData("a\n%post\nb", "%post")]
    [InlineData("a\r\n%pre-install\r\n", "%pre-install")]
    [InlineData("%ender", null)]
    [InlineData("echo %end", null)]
    [InlineData("100%", null)]
    [InlineData("%", null)]
    [InlineData("%%end", null)]
    public void Lines_that_the_installer_takes_for_its_own_are_found(string text, string? word)
    {
        Assert.Equal(word, KickstartSections.FirstBreak(text));
        Assert.Equal(word is not null, KickstartSections.BreaksSection(text));
    }

    private static string[]?[] Told(string[] lines) =>
        JsonSerializer.Deserialize<string[]?[]>(Tool.Run("/usr/bin/python3", ["-c", Shlex], JsonSerializer.Serialize(lines)))!;
}
