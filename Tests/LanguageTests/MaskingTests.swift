import Glibc
import Language
import Testing

@Suite("The public copy of a text")
struct MaskingTests {
    @Test(
        "hides telephone numbers however they are written",
        arguments: [
            ("请打13812345678", "请打138****5678"), ("+86 138 1234 5678。", "+86 138****5678。"),
            ("0086-138-1234-5678", "0086 138****5678"), ("8613812345678", "86 138****5678"),
            ("电话１３８１２３４５６７８谢谢", "电话138****5678谢谢"), ("138.1234.5678", "138****5678"),
            ("138－1234－5678", "138****5678"), ("138 12345678", "138****5678"),
            ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
            ("一三八一二三四五六七八", "138****5678"), ("幺三八 一二三四 五六七八", "138****5678"), ("138一二三四5678", "138****5678"),
            ("138\u{200B}1234\u{200B}5678", "138****5678"), ("138*1234*5678", "138****5678"),
            ("013812345678", "0 138****5678"), ("tel13812345678x", "tel138****5678x"),
            ("13812345678或13987654321", "138****5678或139****4321"),
            ("2026-03-02 13812345678", "2026-03-02 138****5678"), ("027-87654321", "027-****4321"),
            ("0719-7654321转802找我", "0719-****4321找我"), ("(027)87654321", "(027-****4321"),
            ("02787654321", "027-****4321"),
            ("零二七－八七六五四三二一", "027-****4321"), ("电话：7654321", "电话：****4321"), ("座机 8765-4321", "座机 ****4321"),
        ])
    func telephones(text: String, expected: String) {
        #expect(Masking.publicCopy(of: text) == expected)
    }

    @Test(
        "hides numbers of identity and bank cards",
        arguments: [
            ("身份证42010119900307123X", "身份证420*************3X"),
            ("42010119900307123x。", "420*************3X。"),
            ("420101 19900307 1234", "420*************34"),
            ("身份证号：420101199003071234", "身份证号：420*************34"),
            ("４２０１０１１９９００３０７１２３Ｘ", "420*************3X"), ("四二零一零一一九九零零三零七一二三四", "420*************34"),
            ("420101900307123", "420**********23"), ("卡号6222021234567890123", "卡号6222***********0123"),
            ("6222 0212 3456 7890 123", "6222***********0123"), ("4111111111111111", "4111********1111"),
        ])
    func cards(text: String, expected: String) {
        #expect(Masking.publicCopy(of: text) == expected)
    }

    @Test(
        "hides number plates",
        arguments: [
            ("车牌鄂A12345", "车牌鄂A*****"), ("京A·12345违停", "京A*****违停"), ("鄂ＡＤ１２３４５占道", "鄂Ａ******占道"),
            ("沪a·d12345", "沪a******"), ("粤B 12345", "粤B*****"), ("鄂C1234警", "鄂C*****"),
            ("鄂A一二三四五", "鄂A*****"),
            ("鄂AF12345", "鄂A******"), ("车牌号：A1234F", "车牌号：A*****"), ("浙A8888挂", "浙A*****"),
        ])
    func plates(text: String, expected: String) {
        #expect(Masking.publicCopy(of: text) == expected)
    }

    @Test(
        "hides the door somebody lives behind",
        arguments: [
            ("人民路88号3栋2单元501室漏水", "人民路88号**漏水"), ("人民路88号501室", "人民路88号**"), ("阳光小区3栋2单元501", "阳光小区**"),
            ("阳光小区3-2-501室", "阳光小区**"), ("３号楼２单元５０１室", "**"), ("三栋二单元五零一室", "**"), ("幸福家园12栋1204户", "幸福家园**"),
            ("我家住云山村3组45号", "我家住云山村3组**号"), ("家庭住址：人民路88号3栋501室", "家庭住址：人民路**号**"),
        ])
    func addresses(text: String, expected: String) {
        #expect(Masking.publicCopy(of: text) == expected)
    }

    @Test(
        "hides the names people give",
        arguments: [
            ("我叫张伟，住在城东", "我叫张**，住在城东"), ("我叫欧阳小芳", "我叫欧阳**"), ("联系人：李建国，男", "联系人：李**，男"),
            ("我是王小明，反映", "我是王**，反映"), ("姓名 赵丽", "姓名 赵**"), ("我叫张伟住在城东", "我叫张**住在城东"),
            ("本人刘芳，反映噪音", "本人刘**，反映噪音"), ("My name is John Smith, thanks", "My name is J** S**, thanks"),
            ("申请人:陈晨 电话13812345678", "申请人:陈** 电话138****5678"), ("我叫买买提，", "我叫买**，"),
        ])
    func names(text: String, expected: String) {
        #expect(Masking.publicCopy(of: text) == expected)
    }

    @Test(
        "hides mail and chat accounts",
        arguments: [
            ("邮箱zhang.wei@example.com", "邮箱z***@example.com"), ("Zhang@EXAMPLE.com。", "Z***@EXAMPLE.com。"),
            ("ｚｈａｎｇ＠example．com", "ｚ***＠example．com"), ("123456@qq.com", "1***@qq.com"),
            ("a @ b.cn", "a*** @ b.cn"),
            ("QQ：123456789", "QQ：1***"), ("微信号 abc_12345", "微信号 a***"), ("微信：13812345678", "微信：1***"),
        ])
    func accounts(text: String, expected: String) {
        #expect(Masking.publicCopy(of: text) == expected)
    }

    @Test(
        "leaves alone what tells nobody's secret",
        arguments: [
            "", "打12345没人接，打110、119也不行，120 救护车", "2026年3月2日至2026-03-15", "2026-03-02 13:45:00",
            "20260302134500",
            "二〇二六年三月二日", "欠薪15012345678元", "¥13812345678.00", "工单号LX-2026-000123", "单号 15012345678",
            "订单编号：13812345678",
            "工单20260302138123456", "95598和400-820-8820", "人民路88号门口路灯坏了", "3栋电梯坏了", "2单元门禁坏了", "5楼漏水",
            "住在12楼的老人",
            "服务大厅203室", "我是一名高中生，", "我是向阳村村民", "我是安徽人，", "我是业主，反映", "我是租房的", "联系人张先生，", "我叫他来修",
            "K301路公交车", "云A区停电", "G2高速", "T3航站楼", "电话打不通", "1，2，3，4，5，6，7，8，9，10，11", "1380 1234", "一三五单号限行",
            "水表读数 1234567", "每月3500.00元", "第3-5-7条", "网格代码420101001001001", "version 1.2.3.4567", "第一二三四五六七条",
            "2025.12.31-2026.01.15", "人口1380万", "东经110.123456", "GB/T 2260-2007", "C语言12345", "@所有人",
            "云州A座12345",
            "京广高铁", "鄂东A级景区12345热线", "10:30-12:00 13:30-17:30", "申请人信息不全", "皇城小区1105户居民", "一层二十户", "两梯四户",
            "B栋6000多平方", "3栋3层390平", "我父亲是E市人",
            "本人房屋低于路面", "不便透露姓名工作", "一家名叫“华东食品店”的", "投诉人：A市居民", "负责人电话没人接", "患者住院",
            "\u{301}\u{302}", "👨‍👩‍👧‍👦",
        ])
    func harmless(text: String) {
        #expect(Masking.publicCopy(of: text) == text)
    }

    @Test("masked twice is masked once, and no eleven digits of a mobile number survive any dress")
    func idempotent() {
        let dresses: [(String) -> String] = [
            { $0 }, { $0.map { "\($0) " }.joined() },
            { number in
                String(number.prefix(3)) + "-" + number.dropFirst(3).prefix(4) + "-" + number.suffix(4)
            },
            { number in String(number.map { Array("零一二三四五六七八九")[$0.wholeNumberValue ?? 0] }) },
            { number in String(number.map { Array("０１２３４５６７８９")[$0.wholeNumberValue ?? 0] }) },
            { "+86" + $0 }, { "（86）" + $0 },
        ]
        for seed in 0..<200 {
            let number = "1\(3 + seed % 7)" + String(String(1_000_000_000 + seed * 7_919_317).suffix(9))
            for dress in dresses {
                for frame in ["我的电话\u{0}", "call ", "", "楼上漏水，", "3月2日"] {
                    let masked = Masking.publicCopy(of: frame + dress(number) + "，谢谢")
                    #expect(masked.contains("\(number.prefix(3))****\(number.suffix(4))"))
                    #expect(!masked.filter { $0.isNumber }.contains(number))
                    #expect(Masking.publicCopy(of: masked) == masked)
                }
            }
        }
    }

    @Test("takes time by the length of the text only")
    func bounded() {
        for piece in ["1", "1 ", "138", "a.", "a@", "我是", "号", "1号", "(", "零一", "鄂A1", "家住", "x", "联系人："] {
            let text = String(repeating: piece, count: 3000)
            #expect(!Masking.publicCopy(of: text).isEmpty)
        }
    }
}

@Suite("The time of masking")
struct MaskingTimeTests {
    /// Processor time of this thread for one masking, the least of three.
    private static func cost(_ text: String) -> Double {
        (0..<3).map { _ in
            let before = time()
            _ = Masking.publicCopy(of: text)
            return time() - before
        }.min() ?? 0
    }

    private static func time() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }

    @Test(
        "grows with the text and no faster, whatever it repeats",
        arguments: [
            "3-3-3-", "0731-", "0-0-", "1", "一、", "张", "联系人：", "3-2-501 ", "家住1", "138 ", "a@", "我叫", "王 ",
        ])
    func linear(piece: String) {
        let count = 12_000 / piece.utf8.count
        let small = Self.cost(String(repeating: piece, count: count))
        let large = Self.cost(String(repeating: piece, count: count * 16))
        // In step with the text it would be 16 times as much, with its square 256 times: far from both.
        #expect(large < small * 64 + 0.002)
    }

    @Test(
        "hides a name whose characters stand apart, and leaves what only looks like one",
        arguments: [
            ("联系人：王 小明，", "联系人：王**，"), ("联系人：王 小 明 电话", "联系人：王** 电话"), ("联系人：欧阳 小芳。", "联系人：欧阳**。"),
            ("联系人：", "联系人："), ("负责人：王 ", "负责人：王 "),
        ])
    func spaced(text: String, copy: String) {
        #expect(Masking.publicCopy(of: text) == copy)
    }
}
